namespace Bellwether.Numerics.Optimization;

/// <summary>A function without a gradient, whose gradient is taken by central differences: 2 d evaluations more.</summary>
/// <param name="function">The value at a point (d); not finite means "too far".</param>
/// <param name="dimension">d.</param>
public sealed class FiniteDifferences(Func<ReadOnlySpan<double>, double> function, int dimension) : IObjective
{
    private readonly double[] _point = new double[dimension];

    /// <inheritdoc/>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var value = function(point);
        gradient.Clear();
        if (!double.IsFinite(value))
            return double.PositiveInfinity;
        point.CopyTo(_point);
        for (var j = 0; j < dimension; j++)
        {
            var step = 1e-5 * Math.Max(1, Math.Abs(point[j]));
            _point[j] = point[j] + step;
            var above = function(_point);
            _point[j] = point[j] - step;
            var below = function(_point);
            _point[j] = point[j];
            // At the edge of the domain one side may be missing: the difference to the other is still a slope.
            gradient[j] = double.IsFinite(above) && double.IsFinite(below) ? (above - below) / (2 * step)
                : double.IsFinite(above) ? (above - value) / step : double.IsFinite(below) ? (value - below) / step : 0;
        }

        return value;
    }
}
