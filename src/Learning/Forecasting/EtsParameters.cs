namespace Bellwether.Learning.Forecasting;

/// <summary>The numbers of an exponential-smoothing model, in state-space form.</summary>
/// <param name="Alpha">How fast the level learns, in (0, 1).</param>
/// <param name="Beta">How fast the trend learns, in (0, alpha); 0 without a trend.</param>
/// <param name="Gamma">How fast the season learns, in (0, 1 - alpha); 0 without a season.</param>
/// <param name="Phi">How much of the trend is left a step on; 1 where it is not damped.</param>
/// <param name="Level">The level before the first value.</param>
/// <param name="Slope">The trend before the first value: 0 for none, a factor where it is multiplicative.</param>
/// <param name="Season">The seasonal states (m): the one at place t belongs to the steps t, t + m, ...; empty for none.</param>
public sealed record EtsParameters(double Alpha, double Beta, double Gamma, double Phi, double Level, double Slope, IReadOnlyList<double> Season);
