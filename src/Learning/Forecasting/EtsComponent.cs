namespace Bellwether.Learning.Forecasting;

/// <summary>How a part of an exponential-smoothing model joins the rest.</summary>
public enum EtsComponent
{
    /// <summary>It is not there.</summary>
    None,

    /// <summary>It is added.</summary>
    Additive,

    /// <summary>It is multiplied: the series must be positive.</summary>
    Multiplicative,
}
