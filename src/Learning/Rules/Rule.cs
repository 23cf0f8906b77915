using Bellwether.Numerics;

namespace Bellwether.Learning.Rules;

/// <summary>A rule: when all conditions hold, it fires with its score. Data, so that it can be kept in a file and shown to people.</summary>
/// <param name="Reason">What a person is told when it fires, e.g. <c>card used 5 times within 10 minutes</c>.</param>
/// <param name="Score">The score when it fires; in [0, 1] for probabilities.</param>
/// <param name="Conditions">All must hold; none means that it always fires.</param>
public sealed record Rule(string Reason, double Score, params IReadOnlyList<Condition> Conditions)
{
    /// <summary>What a person is told when it fires.</summary>
    public string Reason { get; init => field = Require.NotBlank(value); } = Require.NotBlank(Reason);

    /// <summary>The score when it fires.</summary>
    public double Score { get; init => field = Require.Finite(value); } = Require.Finite(Score);
}
