namespace Bellwether.Numerics.Optimization;

/// <summary>An objective that can also multiply by its (generalized) Hessian, which is positive semi-definite.</summary>
public interface ICurvedObjective : IObjective
{
    /// <summary>Says that the last point given to <see cref="IObjective.Evaluate"/> is where curvature is asked for from now on; writes the Hessian's diagonal (d).</summary>
    void Settle(Span<double> diagonal);

    /// <summary>Writes the Hessian at the settled point times a direction (d).</summary>
    void HessianProduct(ReadOnlySpan<double> direction, Span<double> product);
}
