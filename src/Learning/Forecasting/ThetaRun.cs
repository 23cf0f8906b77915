namespace Bellwether.Learning.Forecasting;

/// <summary>Runs Theta models over a series.</summary>
internal sealed class ThetaRun
{
    private readonly double[] _values;
    private readonly double _intercept, _slope;
    private readonly bool _dynamic;

    public ThetaRun(double[] values, bool dynamic)
    {
        (_values, _dynamic) = (values, dynamic);
        var (n, mean) = (values.Length, values.Average());
        double cross = 0;
        for (var t = 0; t < n; t++)
            cross += (t - ((n - 1) / 2.0)) * (values[t] - mean);
        _slope = n > 1 ? cross * 12 / ((double)n * (((double)n * n) - 1)) : 0;
        _intercept = mean - (_slope * (n + 1) / 2);
    }

    /// <summary>The state after the last value, with the sum of squared one-step errors.</summary>
    public ThetaState Run(double alpha, double line, double level)
    {
        var state = new ThetaState(alpha, line, level, 0, _dynamic ? 0 : _intercept, _dynamic ? 0 : _slope, 0, _dynamic, 0);
        double squares = 0;
        foreach (var value in _values)
        {
            var error = value - state.Next;
            squares += error * error;
            state = state.After(value);
        }

        return state with { Squares = squares };
    }
}
