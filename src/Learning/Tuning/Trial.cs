using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>One candidate that was judged. Immutable.</summary>
/// <param name="Number">From 0, in the order in which candidates were proposed.</param>
/// <param name="Point">What was chosen.</param>
/// <param name="Share">The share, in (0, 1], of the budget that it was given.</param>
/// <param name="Seed">The seed of the trial.</param>
/// <param name="Status">How it ended.</param>
public sealed record Trial(int Number, Point Point, double Share, Seed Seed, TrialStatus Status)
{
    /// <summary>What was measured; null when nothing was.</summary>
    public TrialScore? Score { get; init; }

    /// <summary>How long it took: the one figure that differs from run to run.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it failed or was rejected; null when it succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>The score turned so that lower is better; infinite for a trial that did not succeed.</summary>
    public double Loss(Goal goal) => Status == TrialStatus.Succeeded ? goal == Goal.Minimize ? Score!.Value : -Score!.Value : double.PositiveInfinity;
}
