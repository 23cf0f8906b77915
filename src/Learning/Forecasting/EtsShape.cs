namespace Bellwether.Learning.Forecasting;

/// <summary>Which exponential-smoothing model: error, trend, season, e.g. ETS(M,Ad,M).</summary>
/// <param name="Error">Additive or multiplicative.</param>
/// <param name="Trend">None, additive or multiplicative.</param>
/// <param name="Season">None, additive or multiplicative.</param>
/// <param name="Damped">Whether the trend flattens out.</param>
public readonly record struct EtsShape(EtsComponent Error, EtsComponent Trend, EtsComponent Season, bool Damped)
{
    /// <summary>Whether a part is multiplicative, which only a positive series allows.</summary>
    public bool NeedsPositive => Error == EtsComponent.Multiplicative || Trend == EtsComponent.Multiplicative || Season == EtsComponent.Multiplicative;

    /// <summary>Whether it is a combination with an unstable likelihood, which automatic choice leaves out (Hyndman and Khandakar 2008, section 2.3).</summary>
    internal bool Unstable => (Error == EtsComponent.Additive && (Trend == EtsComponent.Multiplicative || Season == EtsComponent.Multiplicative))
        || (Error == EtsComponent.Multiplicative && Trend == EtsComponent.Multiplicative && Season == EtsComponent.Additive);

    internal bool Sound => Error is EtsComponent.Additive or EtsComponent.Multiplicative && Enum.IsDefined(Trend) && Enum.IsDefined(Season) && (!Damped || Trend != EtsComponent.None);

    /// <inheritdoc/>
    public override string ToString() => $"ETS({Letter(Error)},{Letter(Trend)}{(Damped ? "d" : "")},{Letter(Season)})";

    private static char Letter(EtsComponent component) => component switch { EtsComponent.None => 'N', EtsComponent.Additive => 'A', _ => 'M' };
}
