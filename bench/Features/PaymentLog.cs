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
    public static IEvent[] Make(int count, double scale)
    {
        var world = CardFraudParts.Definition.World!(new WorldSettings(new Seed(1), 3_650, scale));
        var log = new IEvent[count];
        for (var i = 0; i < count;)
        {
            if (world.Next(DateTimeOffset.MaxValue.AddDays(-2)) is not { } step)
                break;
            if (step.Outcome is { } outcome)
                log[i++] = outcome;
            if (step.Request is { } request)
            {
                if (i < count)
                    log[i++] = request;
                world.Act(new FraudDecision(FraudAction.Approve));
            }
        }

        return log;
    }
}
