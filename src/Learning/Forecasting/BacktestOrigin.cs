namespace Bellwether.Learning.Forecasting;

/// <summary>How a forecaster did at one origin.</summary>
/// <param name="Origin">How many values it had seen.</param>
/// <param name="Forecast">What it expected.</param>
/// <param name="Smape">The symmetric mean absolute percentage error, 0 to 200.</param>
/// <param name="Mase">The mean absolute scaled error; NaN where the history never moves.</param>
/// <param name="Owa">The mean of both, each in units of the M4 competition's Naive2; not finite where that one is without error.</param>
/// <param name="Pinball">The mean pinball loss of both bounds.</param>
/// <param name="Coverage">The share of values within the bounds.</param>
public sealed record BacktestOrigin(int Origin, IReadOnlyList<double> Forecast, double Smape, double Mase, double Owa, double Pinball, double Coverage);
