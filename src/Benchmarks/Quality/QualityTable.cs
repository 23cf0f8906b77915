using System.Globalization;
using System.Text;

namespace Bellwether.Benchmarks.Quality;

/// <summary>Measured figures as Markdown: one table for all cases.</summary>
public static class QualityTable
{
    /// <summary>The table.</summary>
    public static string Markdown(IEnumerable<QualityResult> results)
    {
        var text = new StringBuilder();
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"### {result.Name}\n\n{result.Task}\n\n");
            text.Append("| method | metric | value (95 % interval) | published | seconds | note |\n|---|---|---|---|---|---|\n");
            foreach (var row in result.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {row.Method} | {row.Metric} {(row.HigherIsBetter ? "↑" : "↓")} | {Figure(row)} | {Published(row)} | {row.Seconds:0.0} | {row.Note} |\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Value and interval, e.g. <c>0.9271 (0.9226 to 0.9312)</c>.</summary>
    public static string Figure(QualityRow row) => row.Value.HasInterval
        ? string.Create(CultureInfo.InvariantCulture, $"{Number(row.Value.Value)} ({Number(row.Value.Low)} to {Number(row.Value.High)})")
        : Number(row.Value.Value);

    /// <summary>The published figure and who published it.</summary>
    public static string Published(QualityRow row) =>
        row.Published is { } value ? Number(value) + " " + row.PublishedBy : row.PublishedBy ?? "";

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "0" : Math.Abs(value) >= 10 ? "0.00" : "0.0000", CultureInfo.InvariantCulture);
}
