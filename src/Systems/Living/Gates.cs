using Bellwether.Systems.Designs;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Living;

/// <summary>Holds the claims of a design against what a run measured.</summary>
internal static class Gates
{
    /// <summary>The name under which the cascade's first level stands in <see cref="DecisionsReport.ByLevel"/>.</summary>
    private const string Model = Serving.Pipeline.CascadeLevel.ArmLevel;

    public static IReadOnlyList<GateReport> Of(Design design, DecisionsReport decisions, IReadOnlyList<BusinessReport> business, IReadOnlyList<RungReport> ladder)
    {
        var gates = new List<GateReport>
        {
            new($"a decision within {Figures.Duration(design.Latency.P99)} (p99)", $"{Figures.Number(decisions.P99Us)} µs in process", decisions.P99Us <= design.Latency.P99.TotalMicroseconds),
        };
        var capacity = decisions.P50Us > 0 ? 1e6 / decisions.P50Us : double.NaN;
        gates.Add(new(
            $"{Figures.Number(design.Scale.PeakRequestsPerSecond)} decisions per second at the peak",
            $"one core makes {Figures.Number(capacity)} per second in process: {Math.Max(1, Math.Ceiling(design.Scale.PeakRequestsPerSecond / capacity)):0} core(s) at the peak", capacity > 0));
        var total = decisions.ByLevel.Values.Sum();
        if (total > 0)
        {
            var answered = (double)decisions.ByLevel.GetValueOrDefault(Model) / total;
            gates.Add(new(FormattableString.Invariant($"{design.Availability * 100:0.###} % of decisions answered by the arm's model"), FormattableString.Invariant($"{answered * 100:0.####} %"), answered >= design.Availability));
        }

        if (decisions.Audited > 0)
            gates.Add(new("served vectors equal those derived again from the log", $"{Figures.Number(decisions.Mismatches)} of {Figures.Number(decisions.Audited)} differ", decisions.Mismatches == 0));
        foreach (var line in business.Where(b => b.Limit is not null))
            gates.Add(new($"{line.Name} within {Figures.WithUnit(line.Limit!.Value, line.Unit)}", Figures.WithUnit(line.Value, line.Unit), line.Kept));
        if (ladder.FirstOrDefault(r => r.Chosen) is { } chosen && ladder.Count > 1)
            gates.Add(new("the chosen rung is no worse than the first", $"{chosen.Model} {Figures.Interval(chosen.Value, chosen.Low, chosen.High)}, {ladder[0].Model} {Figures.Interval(ladder[0].Value, ladder[0].Low, ladder[0].High)}",
                chosen == ladder[0] || !chosen.Verdict.StartsWith("worse", StringComparison.Ordinal)));
        return gates;
    }
}
