using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Forecasting;

/// <summary>Seasonal ARIMA: autoregression and moving average of the differenced series, by maximum likelihood, the order chosen by AICc.</summary>
/// <remarks>
/// <para>Box and Jenkins (1970); the likelihood by the Kalman filter; the stepwise choice of Hyndman and Khandakar, "Automatic time series forecasting: the
/// forecast package for R" (2008), section 3: seasonal differences by the season's strength in an STL decomposition (above 0.64), others by KPSS tests at 5 %.
/// The search compares conditional likelihoods; the chosen order is fitted by the exact one where it has at most <see cref="ExactStates"/> states.</para>
/// <para>Autoregressions are held stationary and moving averages invertible through their partial autocorrelations. Missing values are filled on lines between
/// the same phases. A season longer than half the series is left out.</para>
/// </remarks>
public sealed record Arima : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = "ARIMA";

    /// <summary>The order; null to choose it.</summary>
    public ArimaOrder? Order
    {
        get;
        init => field = value is { Sound: false } ? throw new ArgumentOutOfRangeException(nameof(value), value, "An order must have lags of at most 10 (seasonal 5) and at most 3 differences (seasonal 2).") : value;
    }

    /// <summary>Up to so many p and q are tried.</summary>
    public int MaxLags { get; init => field = Require.InRange(value, 0, 10); } = 5;

    /// <summary>Up to so many P and Q are tried.</summary>
    public int MaxSeasonalLags { get; init => field = Require.InRange(value, 0, 5); } = 2;

    /// <summary>The chosen order is fitted by the exact likelihood up to so many states, p + P m or q + Q m + 1, else by the conditional one; 32 by default.</summary>
    public int ExactStates { get; init => field = Require.NotNegative(value); } = 32;

    /// <summary>At most so many steps of the optimizer per model.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 60;

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context)
    {
        SeriesReading.Check(history, Name, context);
        return new ArimaSearch(this, history, context).Fit();
    }
}
