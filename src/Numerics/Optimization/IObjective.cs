namespace Bellwether.Numerics.Optimization;

/// <summary>A function of d numbers with a gradient, to be minimized. May keep scratch: one minimization at a time.</summary>
public interface IObjective
{
    /// <summary>d.</summary>
    int Dimension { get; }

    /// <summary>The value at a point (d); writes the gradient (d) there. A value that is not finite means "too far".</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);
}
