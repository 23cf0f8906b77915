namespace Bellwether.Evaluation.Comparison;

/// <summary>What a comparison of a candidate with a baseline says.</summary>
public enum Verdict
{
    /// <summary>The interval of the difference holds 0 (or there is none).</summary>
    NotDistinguishable,

    /// <summary>The candidate is better, beyond chance.</summary>
    Better,

    /// <summary>The candidate is worse, beyond chance.</summary>
    Worse,
}
