namespace Bellwether.Learning.Rules;

/// <summary>A condition whose feature is a place in the vector.</summary>
internal sealed record BoundCondition(int Place, Comparison Comparison, double[] Values)
{
    /// <summary>Whether a value passes.</summary>
    public bool Holds(double value) => Comparison switch
    {
        Comparison.Below => value < Values[0],
        Comparison.AtMost => value <= Values[0],
        Comparison.Above => value > Values[0],
        Comparison.AtLeast => value >= Values[0],
        Comparison.Between => value >= Values[0] && value <= Values[1],
        Comparison.OneOf => Values.AsSpan().Contains(value),
        Comparison.NoneOf => !double.IsNaN(value) && !Values.AsSpan().Contains(value),
        Comparison.Missing => double.IsNaN(value),
        _ => !double.IsNaN(value),
    };
}
