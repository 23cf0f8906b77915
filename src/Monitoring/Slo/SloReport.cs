namespace Bellwether.Monitoring.Slo;

/// <summary>An objective's state.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="At">The end of the window.</param>
/// <param name="Good">Good events in the window.</param>
/// <param name="Bad">Bad events in the window.</param>
/// <param name="BurnRates">By rule.</param>
public sealed record SloReport(Objective Objective, DateTimeOffset At, long Good, long Bad, IReadOnlyList<BurnRate> BurnRates)
{
    /// <summary>The share of good events; NaN without events.</summary>
    public double Share => Good + Bad > 0 ? Good / (double)(Good + Bad) : double.NaN;

    /// <summary>The share of the error budget that is left: 1 untouched, 0 used up, below 0 overdrawn; 1 without events.</summary>
    public double BudgetLeft => Good + Bad > 0 ? 1 - (Bad / ((1 - Objective.Target) * (Good + Bad))) : 1;

    /// <summary>Writes <c>slo.NAME.share</c>, <c>slo.NAME.budget</c> and <c>slo.NAME.burn.RULE</c>.</summary>
    public void AddTo(SignalSet signals)
    {
        signals.Set($"slo.{Objective.Name}.share", Share, Good + Bad);
        signals.Set($"slo.{Objective.Name}.budget", BudgetLeft, Good + Bad);
        foreach (var burn in BurnRates)
            signals.Set($"slo.{Objective.Name}.burn.{burn.Rule.Name}", burn.Rate, burn.Events);
    }
}
