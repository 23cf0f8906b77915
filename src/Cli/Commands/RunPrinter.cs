using Bellwether.Cli.Terminal;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Reports;
using Spectre.Console;

namespace Bellwether.Cli.Commands;

/// <summary>Prints what a run measured as tables.</summary>
internal static class RunPrinter
{
    public static void Print(RunReport report, CommandContext context)
    {
        var console = context.Console();
        PrintLadder(report, console);
        PrintBusiness(report, console);
        PrintLife(report, console);
        PrintGates(report, console);
        context.Output.WriteLine(FormattableString.Invariant($"{Figures.Number(report.Data.Events)} events, {Figures.Number(report.Decisions.Count)} decisions (p50 {Figures.Number(report.Decisions.P50Us)} µs, p99 {Figures.Number(report.Decisions.P99Us)} µs in process), {report.Seconds:F1} s, seed {report.Seed}, fingerprint {report.Fingerprint}"));
        if (report.Decisions.Audited > 0)
            context.Output.WriteLine($"Vectors derived again from the log: {Figures.Number(report.Decisions.Audited)}; different in any bit: {Figures.Number(report.Decisions.Mismatches)}");
        context.Output.WriteLine($"Design document: {CommandContext.Shown(report.Document)}");
    }

    public static void PrintLadder(RunReport report, IAnsiConsole console)
    {
        if (report.Ladder.Count == 0)
            return;
        var table = Tables.New("The ladder", "rung", report.Ladder[0].Metric + " [95 %]", "score p50/p99 µs", "fit", "size", "verdict", "chosen");
        foreach (var rung in report.Ladder)
            table.Row(rung.Model, Figures.Interval(rung.Value, rung.Low, rung.High), $"{Figures.Number(rung.P50Us)} / {Figures.Number(rung.P99Us)}",
                Figures.Duration(TimeSpan.FromSeconds(rung.TrainSeconds)), Figures.Bytes(rung.Bytes), rung.Verdict, rung.Chosen ? "chosen" : "");
        console.Write(table);
    }

    private static void PrintBusiness(RunReport report, IAnsiConsole console)
    {
        if (report.Business.Count == 0)
            return;
        var table = Tables.New("The business", "figure", "Bellwether", "first rung alone", "oracle", "limit");
        foreach (var line in report.Business)
            table.Row(line.Name, Figures.WithUnit(line.Value, line.Unit), Figures.WithUnit(line.Baseline, line.Unit), Figures.WithUnit(line.Oracle, line.Unit),
                line.Limit is { } limit ? Figures.WithUnit(limit, line.Unit) + (line.Kept ? " kept" : " BROKEN") : "");
        console.Write(table);
    }

    private static void PrintLife(RunReport report, IAnsiConsole console)
    {
        if (report.Rollout.Count > 0)
        {
            var table = Tables.New("Rollout", "at", "version", "step", "outcome", "evidence");
            foreach (var step in report.Rollout)
                table.Row(Figures.Time(step.At), step.Version, step.Step, step.Outcome, step.Reason);
            console.Write(table);
        }

        if (report.Faults.Count > 0)
        {
            var table = Tables.New("Planted faults", "fault", "began", "time to detect", "time to repair", "seen by");
            foreach (var fault in report.Faults)
                table.Row(fault.Detail.Length > 0 ? $"{fault.Kind}: {fault.Detail}" : fault.Kind, Figures.Time(fault.At),
                    Figures.Duration(fault.DetectedAt - fault.At), Figures.Duration(fault.RepairedAt - fault.At), fault.Signal);
            console.Write(table);
        }

        if (report.Alerts.Count > 0)
        {
            var table = Tables.New("Alerts", "alert", "raised", "resolved", "said", "action");
            foreach (var alert in report.Alerts)
                table.Row(alert.Name, Figures.Time(alert.RaisedAt), Figures.Time(alert.ResolvedAt), alert.Message, alert.Action);
            console.Write(table);
        }
    }

    private static void PrintGates(RunReport report, IAnsiConsole console)
    {
        if (report.Gates.Count == 0)
            return;
        var table = Tables.New("Claims of the design", "claim", "measured", "holds");
        foreach (var gate in report.Gates)
            table.Row(gate.Claim, gate.Measured, gate.Passed ? "yes" : "NO");
        console.Write(table);
    }
}
