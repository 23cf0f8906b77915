namespace Bellwether.Learning.Forecasting;

/// <summary>One run of STL: the inner loop of section 2.2 and the robust outer loop of section 2.3 (Cleveland and others 1990).</summary>
internal sealed class StlRun(double[] values, int season, (int Window, int Degree) seasonal, int trendWindow, int lowPass)
{
    private readonly double[] _robustness = new double[values.Length];
    private bool _weighted;

    public double[] Trend { get; } = new double[values.Length];

    public double[] Season { get; } = new double[values.Length];

    public void Run(int inner, int outer)
    {
        for (var pass = 0; pass <= outer; pass++)
        {
            for (var iteration = 0; iteration < inner; iteration++)
                Step();
            if (pass < outer)
                Weigh();
        }
    }

    /// <summary>Gives every season the mean of its phase.</summary>
    public void Average()
    {
        for (var phase = 0; phase < season; phase++)
        {
            double sum = 0;
            var count = 0;
            for (var t = phase; t < values.Length; t += season, count++)
                sum += Season[t];
            for (var t = phase; t < values.Length; t += season)
                Season[t] = sum / count;
        }
    }

    private ReadOnlySpan<double> Robustness => _weighted ? _robustness : [];

    private void Step()
    {
        var n = values.Length;
        var (detrended, cycle, low) = (new double[n], new double[n + (2 * season)], new double[n]);
        for (var t = 0; t < n; t++)
            detrended[t] = values[t] - Trend[t];
        Cycles(detrended, cycle);
        Loess.Smooth(Mean(Mean(Mean(cycle, season), season), 3), lowPass, 1, [], low);
        for (var t = 0; t < n; t++)
        {
            Season[t] = cycle[season + t] - low[t];
            detrended[t] = values[t] - Season[t];
        }

        Loess.Smooth(detrended, trendWindow, 1, Robustness, Trend);
    }

    /// <summary>Smooths each phase's own series, and goes on one season beyond both of its ends.</summary>
    private void Cycles(ReadOnlySpan<double> detrended, Span<double> cycle)
    {
        for (var phase = 0; phase < season; phase++)
        {
            var k = ((detrended.Length - phase - 1) / season) + 1;
            var (own, weights, smooth, scratch) = (new double[k], new double[_weighted ? k : 0], new double[k], new double[k]);
            for (var i = 0; i < k; i++)
            {
                own[i] = detrended[phase + (i * season)];
                if (_weighted)
                    weights[i] = _robustness[phase + (i * season)];
            }

            var (window, degree) = seasonal;
            Loess.Smooth(own, window, degree, weights, smooth);
            cycle[phase] = Loess.At(own, window, degree, 0, 1, Math.Min(window, k), weights, scratch) ?? smooth[0];
            for (var i = 0; i < k; i++)
                cycle[phase + ((i + 1) * season)] = smooth[i];
            cycle[phase + ((k + 1) * season)] = Loess.At(own, window, degree, k + 1, Math.Max(1, k - window + 1), k, weights, scratch) ?? smooth[^1];
        }
    }

    private static double[] Mean(double[] input, int length)
    {
        var output = new double[input.Length - length + 1];
        double sum = 0;
        for (var t = 0; t < input.Length; t++)
        {
            sum += input[t];
            if (t >= length)
                sum -= input[t - length];
            if (t >= length - 1)
                output[t - length + 1] = sum / length;
        }

        return output;
    }

    private void Weigh()
    {
        for (var t = 0; t < values.Length; t++)
            _robustness[t] = Math.Abs(values[t] - Trend[t] - Season[t]);
        var sorted = (double[])_robustness.Clone();
        Array.Sort(sorted);
        var six = 3 * (sorted[values.Length / 2] + sorted[values.Length - (values.Length / 2) - 1]);
        for (var t = 0; t < values.Length; t++)
        {
            var (error, share) = (_robustness[t], six > 0 ? _robustness[t] / six : 0);
            _robustness[t] = error <= 0.001 * six ? 1 : error > 0.999 * six ? 0 : (1 - (share * share)) * (1 - (share * share));
        }

        _weighted = true;
    }
}
