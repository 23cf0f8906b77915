namespace Bellwether.Learning.Forecasting;

/// <summary>Locally weighted regression at even steps, as STL needs it (Cleveland and others 1990, section 2.1).</summary>
internal static class Loess
{
    /// <summary>Smooths values (n) at their own places.</summary>
    public static void Smooth(ReadOnlySpan<double> values, int window, int degree, ReadOnlySpan<double> robustness, Span<double> smooth)
    {
        var n = values.Length;
        if (n < 2)
        {
            values.CopyTo(smooth);
            return;
        }

        Span<double> weights = new double[n];
        var (half, left, right) = ((window + 1) / 2, 1, Math.Min(window, n));
        for (var at = 1; at <= n; at++)
        {
            if (window < n && at > half && right != n)
                (left, right) = (left + 1, right + 1);
            smooth[at - 1] = At(values, window, degree, at, left, right, robustness, weights) ?? values[at - 1];
        }
    }

    /// <summary>The smooth value at place <paramref name="at"/> (1 is the first value's) from the values left to right; null where no weight is left.</summary>
    public static double? At(ReadOnlySpan<double> values, int window, int degree, double at, int left, int right, ReadOnlySpan<double> robustness, Span<double> weights)
    {
        var h = Math.Max(at - left, right - at);
        if (window > values.Length)
            h += (window - values.Length) / 2;
        var (far, near, total) = (0.999 * h, 0.001 * h, 0.0);
        for (var j = left; j <= right; j++)
        {
            var distance = Math.Abs(j - at);
            var cube = distance / h;
            cube = 1 - (cube * cube * cube);
            var weight = distance > far ? 0 : distance <= near ? 1 : cube * cube * cube;
            weights[j - 1] = robustness.IsEmpty ? weight : weight * robustness[j - 1];
            total += weights[j - 1];
        }

        if (!(total > 0))
            return null;
        double centre = 0, spread = 0, value = 0;
        for (var j = left; j <= right; j++)
        {
            weights[j - 1] /= total;
            centre += weights[j - 1] * j;
        }

        for (var j = left; j <= right; j++)
            spread += weights[j - 1] * (j - centre) * (j - centre);
        var slope = h > 0 && degree > 0 && Math.Sqrt(spread) > 0.001 * (values.Length - 1) ? (at - centre) / spread : 0;
        for (var j = left; j <= right; j++)
            value += weights[j - 1] * ((slope * (j - centre)) + 1) * values[j - 1];
        return value;
    }
}
