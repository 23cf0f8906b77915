namespace Bellwether.Experiments.Sequential;

/// <summary>A look at a guardrail, with its evidence.</summary>
/// <param name="Decision">Continue, harm or safe.</param>
/// <param name="Control">The control's outcomes.</param>
/// <param name="Candidate">The candidate's outcomes.</param>
/// <param name="Harm">How much worse the candidate's mean is, in the metric's bad direction; below 0 when it is better.</param>
/// <param name="Low">The lower end of the always-valid interval of the harm.</param>
/// <param name="High">The upper end.</param>
/// <param name="Margin">The harm that is tolerated.</param>
public sealed record GuardResult(GuardDecision Decision, ArmStatistics Control, ArmStatistics Candidate, double Harm, double Low, double High, double Margin)
{
    /// <summary>The evidence in one sentence, for a rollout's record.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Decision}: control {Control.Mean:0.#####} (n={Control.Count}), candidate {Candidate.Mean:0.#####} (n={Candidate.Count}), harm {Harm:0.#####} [{Low:0.#####}, {High:0.#####}] against a margin of {Margin:0.#####}");
}
