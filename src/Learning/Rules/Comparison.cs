namespace Bellwether.Learning.Rules;

/// <summary>How a condition looks at a feature. Every comparison but <see cref="Missing"/> is false for a missing value.</summary>
public enum Comparison
{
    /// <summary>Below the threshold.</summary>
    Below,

    /// <summary>At or below the threshold.</summary>
    AtMost,

    /// <summary>Above the threshold.</summary>
    Above,

    /// <summary>At or above the threshold.</summary>
    AtLeast,

    /// <summary>At or above the first value and at or below the second.</summary>
    Between,

    /// <summary>Equal to one of the values, e.g. of the category codes.</summary>
    OneOf,

    /// <summary>Present, and equal to none of the values.</summary>
    NoneOf,

    /// <summary>Missing (NaN).</summary>
    Missing,

    /// <summary>Not missing.</summary>
    Present,
}
