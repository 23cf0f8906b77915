namespace Bellwether.Learning.Trees;

/// <summary>How mixed the labels of a node are. Quantities are always judged by their variance.</summary>
public enum SplitCriterion
{
    /// <summary>1 - Σ p², the chance that two rows drawn with replacement differ (Breiman et al., "Classification and Regression Trees", 1984).</summary>
    Gini,

    /// <summary>-Σ p log p, the information that the class of a row holds (Quinlan, "Induction of Decision Trees", 1986).</summary>
    Entropy,
}
