using Bellwether.Numerics.Random;

namespace Bellwether.Numerics.Scoring;

/// <summary>The kernels of the bootstrap: how often each unit is drawn, and quantiles of what came out.</summary>
public static class Resampling
{
    /// <summary>Draws as many units with replacement as there are and writes how often each was drawn: O(n), no allocation.</summary>
    public static void DrawCounts(RandomStream random, Span<int> counts)
    {
        counts.Clear();
        for (var i = 0; i < counts.Length; i++)
            counts[random.NextInt(counts.Length)]++;
    }

    /// <summary>The quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, numpy's default); NaN for no values.</summary>
    /// <param name="sorted">Ascending, without NaN.</param>
    /// <param name="share">Between 0 and 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var place = Require.InRange(share, 0.0, 1.0) * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
