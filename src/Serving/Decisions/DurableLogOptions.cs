using Bellwether.Numerics;

namespace Bellwether.Serving.Decisions;

/// <summary>How a <see cref="DurableDecisionLog"/> behaves while the store is away.</summary>
public sealed record DurableLogOptions
{
    /// <summary>How many decisions may wait at once; what comes on top is lost and counted.</summary>
    public int BacklogCapacity { get; init => field = Require.Positive(value); } = 100_000;

    /// <summary>How many waiting decisions go into one append when the store is back.</summary>
    public int BatchSize { get; init => field = Require.Positive(value); } = 512;

    /// <summary>The shortest time between two tries while the store is away, whatever the store says.</summary>
    public TimeSpan RetryAtLeast { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(50);
}
