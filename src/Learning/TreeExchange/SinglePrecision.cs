namespace Bellwether.Learning.TreeExchange;

/// <summary>Thresholds between double and single precision. XGBoost and CatBoost round a value to single precision before they compare;
/// these thresholds decide the same without rounding.</summary>
internal static class SinglePrecision
{
    /// <summary>The largest double that rounds to a float below a threshold: <c>x &lt;= Below(t)</c> exactly when <c>(float)x &lt; t</c>.</summary>
    public static double Below(float threshold)
    {
        if (threshold == float.NegativeInfinity)
            return double.NegativeInfinity; // nothing but -∞ itself goes left, which XGBoost refuses
        var below = MathF.BitDecrement(threshold);

        // neighbouring floats round at the middle between them, and there to the even one of the two; past the largest float as if there were one more
        var middle = float.IsInfinity(threshold) ? float.MaxValue + Math.ScaleB(1, 103)
            : float.IsInfinity(below) ? -float.MaxValue - Math.ScaleB(1, 103)
            : ((double)below + threshold) / 2;
        return (float)middle < threshold ? middle : Math.BitDecrement(middle);
    }

    /// <summary>The largest double that rounds to a float at or below a border: <c>x &lt;= AtMost(b)</c> exactly when <c>(float)x &lt;= b</c>.</summary>
    public static double AtMost(float border) => float.IsPositiveInfinity(border) ? double.PositiveInfinity : Below(MathF.BitIncrement(border));

    /// <summary>The least float above a threshold: for every float x, <c>x &lt; Above(t)</c> exactly when <c>x &lt;= t</c>.</summary>
    public static float Above(double threshold)
    {
        var nearest = (float)threshold;
        return nearest <= threshold ? MathF.BitIncrement(nearest) : nearest;
    }
}
