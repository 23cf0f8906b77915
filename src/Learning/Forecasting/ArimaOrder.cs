namespace Bellwether.Learning.Forecasting;

/// <summary>Which ARIMA(p,d,q)(P,D,Q) model.</summary>
/// <param name="Ar">p, autoregressive lags.</param>
/// <param name="Differences">d.</param>
/// <param name="Ma">q, moving-average lags.</param>
/// <param name="SeasonalAr">P.</param>
/// <param name="SeasonalDifferences">D.</param>
/// <param name="SeasonalMa">Q.</param>
/// <param name="Constant">Whether the differenced series has a mean: a level without differences, a slope with one.</param>
public readonly record struct ArimaOrder(int Ar, int Differences, int Ma, int SeasonalAr = 0, int SeasonalDifferences = 0, int SeasonalMa = 0, bool Constant = false)
{
    /// <summary>How many numbers are learned but for the variance.</summary>
    internal int Parameters => Ar + Ma + SeasonalAr + SeasonalMa + (Constant ? 1 : 0);

    internal bool Sound => Ar is >= 0 and <= 10 && Ma is >= 0 and <= 10 && SeasonalAr is >= 0 and <= 5 && SeasonalMa is >= 0 and <= 5
        && Differences is >= 0 and <= 3 && SeasonalDifferences is >= 0 and <= 2;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"ARIMA({Ar},{Differences},{Ma})({SeasonalAr},{SeasonalDifferences},{SeasonalMa}){(Constant ? " with constant" : "")}");
}
