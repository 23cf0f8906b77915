namespace Bellwether.Learning.Forecasting;

/// <summary>How a forecaster did over all origins: means of what could be measured.</summary>
/// <param name="Origins">Each origin, the earliest first.</param>
public sealed record BacktestResult(IReadOnlyList<BacktestOrigin> Origins)
{
    /// <summary>The mean symmetric mean absolute percentage error, 0 to 200.</summary>
    public double Smape => Mean(o => o.Smape);

    /// <summary>The mean absolute scaled error.</summary>
    public double Mase => Mean(o => o.Mase);

    /// <summary>The mean overall weighted average, against the M4 competition's Naive2.</summary>
    public double Owa => Mean(o => o.Owa);

    /// <summary>The mean pinball loss of both bounds.</summary>
    public double Pinball => Mean(o => o.Pinball);

    /// <summary>The share of values within the bounds.</summary>
    public double Coverage => Mean(o => o.Coverage);

    private double Mean(Func<BacktestOrigin, double> of)
    {
        var values = Origins.Select(of).Where(double.IsFinite).ToArray();
        return values.Length > 0 ? values.Average() : double.NaN;
    }
}
