using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Forecasting;

/// <summary>Exponential smoothing in state-space form: Holt-Winters and its kin, fitted by maximum likelihood, the model chosen by AICc.</summary>
/// <remarks>
/// <para>Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential Smoothing" (2008); the automatic choice of Hyndman and Khandakar, "Automatic time
/// series forecasting: the forecast package for R" (2008), section 2. Parts left null are chosen; models with unstable likelihoods (additive error with a
/// multiplicative part) and multiplicative trends are tried only when asked for. Multiplicative parts need a positive series.</para>
/// <para>Smoothing parameters and initial states are found together by L-BFGS with the exact gradient, got by going backwards through the recursion: O(n) per
/// step whatever the season's length. Missing values are skipped, not filled. A season longer than half the series is left out.</para>
/// </remarks>
public sealed record Ets : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = "ETS";

    /// <summary>Additive or multiplicative error; null to choose.</summary>
    public EtsComponent? Error
    {
        get;
        init => field = value == EtsComponent.None ? throw new ArgumentOutOfRangeException(nameof(value), value, "Error must be additive or multiplicative.") : value;
    }

    /// <summary>The trend; null to choose between none and additive.</summary>
    public EtsComponent? Trend { get; init; }

    /// <summary>The season; null to choose.</summary>
    public EtsComponent? Season { get; init; }

    /// <summary>Whether the trend flattens out; null to choose.</summary>
    public bool? Damped { get; init; }

    /// <summary>How fast the level learns, in (0, 1); null to learn it.</summary>
    public double? Alpha { get; init => field = value is { } v ? Require.InRange(v, 1e-6, 1 - 1e-6) : null; }

    /// <summary>How fast the trend learns, in [0, 1), in state-space form (that of Holt times alpha); null to learn it.</summary>
    public double? Beta { get; init => field = value is { } v ? Require.InRange(v, 0, 1) : null; }

    /// <summary>How fast the season learns, in [0, 1), in state-space form; null to learn it.</summary>
    public double? Gamma { get; init => field = value is { } v ? Require.InRange(v, 0, 1) : null; }

    /// <summary>How much of a damped trend is left a step on, in (0, 1]; null to learn it between 0.8 and 0.98.</summary>
    public double? Phi { get; init => field = value is { } v ? Require.InRange(v, 1e-3, 1) : null; }

    /// <summary>At most so many steps of the optimizer per model.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 200;

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context)
    {
        SeriesReading.Check(history, Name, context);
        return new EtsSearch(this, history, context).Fit();
    }
}
