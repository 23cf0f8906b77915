using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>Gradient-based one-side sampling (GOSS; Ke et al., "LightGBM", 2017, algorithm 2): rows that are already fitted well are drawn, and
/// count for the ones not drawn.</summary>
/// <remarks>The first 1 / learning rate rounds see all rows, as in LightGBM. Rows are ranked by |gradient · Hessian|, summed over the classes.</remarks>
public sealed record OneSideSampling
{
    /// <summary>The share of rows, those with the largest gradients, that is kept, in (0, 1).</summary>
    public double Top { get; init => field = Require.InRange(value, 1e-6, 0.999999); } = 0.2;

    /// <summary>The share of rows drawn from the rest, in (0, 1); together with <see cref="Top"/> at most 1.</summary>
    public double Other { get; init => field = Require.InRange(value, 1e-6, 0.999999); } = 0.1;
}
