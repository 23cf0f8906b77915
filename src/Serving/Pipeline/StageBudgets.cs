using Bellwether.Numerics;

namespace Bellwether.Serving.Pipeline;

/// <summary>How long each stage of a decision may take. What takes longer is counted; a score that takes longer also counts against its
/// model's breaker; a log that takes longer is not waited for.</summary>
public sealed record StageBudgets
{
    /// <summary>For the vector.</summary>
    public TimeSpan Features { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(5);

    /// <summary>For one level's score.</summary>
    public TimeSpan Score { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(5);

    /// <summary>For the decision function.</summary>
    public TimeSpan Decide { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(2);

    /// <summary>For the log, which never gets more than the deadline leaves.</summary>
    public TimeSpan Log { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(200);
}
