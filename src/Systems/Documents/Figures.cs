using System.Globalization;

namespace Bellwether.Systems.Documents;

/// <summary>How figures are written in documents and tables: the same everywhere.</summary>
public static class Figures
{
    /// <summary>A number with as many digits as it deserves.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "–" : Math.Abs(value) switch
    {
        0 => "0",
        >= 1_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 when value == Math.Floor(value) => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##E0", CultureInfo.InvariantCulture),
    };

    /// <summary>A number with its unit.</summary>
    public static string WithUnit(double value, string unit) => unit switch
    {
        _ when double.IsNaN(value) => "–",
        "Dollars" => (value < 0 ? "-$" : "$") + Math.Abs(value).ToString("N0", CultureInfo.InvariantCulture),
        "Percent" => value.ToString("0.00", CultureInfo.InvariantCulture) + " %",
        "Seconds" => value.ToString("N1", CultureInfo.InvariantCulture) + " s",
        _ => Number(value),
    };

    /// <summary>A figure with its interval: <c>0.712 [0.690, 0.733]</c>.</summary>
    public static string Interval(double value, double low, double high) =>
        double.IsNaN(low) ? Number(value) : $"{Number(value)} [{Number(low)}, {Number(high)}]";

    /// <summary>A number of bytes.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1 << 20 => (bytes / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1 << 10 => (bytes / (double)(1 << 10)).ToString("0.0", CultureInfo.InvariantCulture) + " KB",
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " B",
    };

    /// <summary>A time to the minute, UTC.</summary>
    public static string Time(DateTimeOffset? time) => time is { } t ? t.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "–";

    /// <summary>A duration in the unit that fits.</summary>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "–",
        { TotalDays: >= 2 } d => d.TotalDays.ToString("0.0", CultureInfo.InvariantCulture) + " d",
        { TotalHours: >= 1 } d => d.TotalHours.ToString("0.0", CultureInfo.InvariantCulture) + " h",
        { TotalMinutes: >= 1 } d => d.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture) + " min",
        { TotalMilliseconds: >= 1000 } d => d.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { } d => d.TotalMilliseconds.ToString("0.##", CultureInfo.InvariantCulture) + " ms",
    };
}
