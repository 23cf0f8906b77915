using Bellwether.Data.Events;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Simulation;

namespace Bellwether.Bench.Features;

/// <summary>What a world of payments brings when everything is approved: payments, chargebacks, frauds and all, in the order of time.</summary>
internal static class PaymentLog
{
    /// <summary>Makes a log.</summary>
    /// <param name="count">How many events.</param>
    /// <param name="scale">How large the world is: 1 has 4,000 cards and 2,000 merchants.</param>
    /// <param name="truths">Takes the truth about each payment, in order.</param>
    public static IEvent[] Make(int count, double scale, List<double>? truths = null)
    {
        var world = CardFraudParts.Definition.World!(new WorldSettings(new Seed(1), 3_650, scale));
        var log = new List<IEvent>(count);
        while (log.Count < count && world.Next(DateTimeOffset.MaxValue.AddDays(-2)) is { } step)
        {
            if (step.Outcome is { } outcome)
                log.Add(outcome);
            if (step.Request is { } request)
            {
                log.Add(request);
                truths?.Add(world.Truth());
                world.Act(new FraudDecision(FraudAction.Approve));
            }
        }

        return [.. log];
    }
}
