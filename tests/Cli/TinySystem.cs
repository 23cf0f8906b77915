using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Linear;
using Bellwether.Systems;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Ladders;

namespace Bellwether.Cli.Tests;

/// <summary>Somebody asks how long something of a size takes.</summary>
public sealed record Asked([Field("its id")] string Id, [Field("when")] DateTimeOffset Time, [Field("its size", Minimum = 0, Maximum = 1000)] double Size) : IEvent;

/// <summary>How long it took.</summary>
public sealed record Took([Field("its id")] string Id, [Field("when")] DateTimeOffset Time, [Field("what was asked")] string AskedId, [Field("how long")] double Seconds) : IEvent;

/// <summary>The answer.</summary>
public sealed record Told(double Seconds);

/// <summary>A whole system that runs in a second on a small file, so that commands can be tested with a real run behind them.</summary>
/// <param name="limit">The mean error that its design allows.</param>
internal sealed class TinySystem(double limit) : MlSystem<Asked, Told>
{
    public override Design Design => new("tiny", "Say how long it takes")
    {
        Task = MlTask.Regression,
        SeenIn = ["every waiting room"],
        Business = [new("mean error", Unit.Seconds, Direction.Down, Limit: limit)],
        Scale = new(Users: 10, RequestsPerSecond: 1),
        Latency = new(P99: TimeSpan.FromSeconds(20)),
        PrimaryMetric = "mae",
    };

    protected override void Define(SystemBuilder<Asked, Told> system)
    {
        system.Feature("size", a => a.Size, "its size");
        system.Labels(new LabelTiming(Within: TimeSpan.FromHours(1), MatureAfter: TimeSpan.FromHours(1)) { LearnAfter = TimeSpan.FromHours(1) });
        system.Label<Took>(t => t.AskedId, t => t.Seconds);
        system.LabelColumns("took");
        system.Ladder(new Rung(new Formula("a guess", 0, [new("size", 1)])), new Rung("linear regression", new LinearRegression()));
        system.Decide("the score", (_, seconds) => new Told(seconds));
        system.Otherwise("a minute", _ => new Told(60));
        system.BestKnowing((_, seconds) => new Told(seconds));
        system.Worth((_, told, seconds) => -Math.Abs(told.Seconds - seconds));
        system.Ratio("mean error", (_, told, seconds) => Math.Abs(told.Seconds - seconds), (_, _, _) => 1);
    }
}
