using Bellwether.Data.Training;

namespace Bellwether.Learning.Rules;

/// <summary>A test of one feature, as data.</summary>
/// <param name="Feature">The name of the feature.</param>
/// <param name="Comparison">How to look at it.</param>
/// <param name="Values">The threshold, the two bounds, or the values; empty for missing and present.</param>
/// <exception cref="ArgumentException">The number of values does not suit the comparison, or one is NaN.</exception>
public sealed record Condition(string Feature, Comparison Comparison, IReadOnlyList<double> Values)
{
    /// <summary>The threshold, the two bounds, or the values.</summary>
    public IReadOnlyList<double> Values { get; init; } = Checked(Feature, Comparison, Values);

    /// <summary>Below a threshold.</summary>
    public static Condition Below(string feature, double threshold) => new(feature, Comparison.Below, [threshold]);

    /// <summary>At or below a threshold.</summary>
    public static Condition AtMost(string feature, double threshold) => new(feature, Comparison.AtMost, [threshold]);

    /// <summary>Above a threshold.</summary>
    public static Condition Above(string feature, double threshold) => new(feature, Comparison.Above, [threshold]);

    /// <summary>At or above a threshold.</summary>
    public static Condition AtLeast(string feature, double threshold) => new(feature, Comparison.AtLeast, [threshold]);

    /// <summary>Within two bounds, both included.</summary>
    public static Condition Between(string feature, double low, double high) => new(feature, Comparison.Between, [low, high]);

    /// <summary>One of some category names.</summary>
    public static Condition OneOf(string feature, params IEnumerable<string> names) => new(feature, Comparison.OneOf, [.. names.Select(Category.Code)]);

    /// <summary>Present, and none of some category names.</summary>
    public static Condition NoneOf(string feature, params IEnumerable<string> names) => new(feature, Comparison.NoneOf, [.. names.Select(Category.Code)]);

    /// <summary>Missing.</summary>
    public static Condition Missing(string feature) => new(feature, Comparison.Missing, []);

    /// <summary>Not missing.</summary>
    public static Condition Present(string feature) => new(feature, Comparison.Present, []);

    private static double[] Checked(string feature, Comparison comparison, IReadOnlyList<double> values)
    {
        var suits = comparison switch
        {
            Comparison.Missing or Comparison.Present => values.Count == 0,
            Comparison.Between => values.Count == 2 && values[0] <= values[1],
            Comparison.OneOf or Comparison.NoneOf => values.Count > 0,
            _ => values.Count == 1,
        };
        if (!suits || values.Any(double.IsNaN))
            throw new ArgumentException(
                $"A condition '{comparison}' on '{feature}' must have its values (one threshold, two ascending bounds, at least one category, or none for missing and present), but has [{string.Join(", ", values)}].",
                nameof(values));
        return [.. values];
    }
}
