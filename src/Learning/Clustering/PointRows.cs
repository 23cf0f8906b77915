using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>What a learner of points demands of them before it looks at them.</summary>
internal static class PointRows
{
    /// <summary>The largest size of a coordinate: squares of it still sum in single precision.</summary>
    public const float Most = 1e15f;

    /// <summary>There must be at least so many points, all finite and at most <see cref="Most"/>.</summary>
    /// <exception cref="TrainingException">They are not.</exception>
    public static void Check(Vectors points, string learner, int least)
    {
        if (points.Count < least || points.Count == 0)
            throw new TrainingException($"'{learner}' must have at least {Math.Max(1, least)} points to learn from, but got {points.Count}.");
        for (var row = 0; row < points.Count; row++)
            foreach (var value in points[row])
                if (!(Math.Abs(value) <= Most))
                    throw new TrainingException(FormattableString.Invariant($"'{learner}' must have finite coordinates of at most {Most:0e0}, but point {row} has {value}. Impute or scale first."));
    }
}
