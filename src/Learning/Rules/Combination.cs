namespace Bellwether.Learning.Rules;

/// <summary>What becomes of several rules that fire at once.</summary>
public enum Combination
{
    /// <summary>The highest score of those that fire.</summary>
    Max,

    /// <summary>The score of the first in the list that fires.</summary>
    FirstMatch,

    /// <summary>1 - Π (1 - score): each rule is independent evidence. Probabilities only.</summary>
    NoisyOr,
}
