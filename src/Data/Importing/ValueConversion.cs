using System.Globalization;
using Bellwether.Data.Schema;

namespace Bellwether.Data.Importing;

/// <summary>A file's values as an event's field holds them. What cannot be converted stays as it is, so that the contract names it.</summary>
internal static class ValueConversion
{
    public static object? To(object? value, FieldKind kind) => (kind, value) switch
    {
        (FieldKind.Text, string or null) => value,
        (FieldKind.Text, bool truth) => truth ? "true" : "false",
        (FieldKind.Text, DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture),
        (FieldKind.Text, IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture),
        (FieldKind.Number, long whole) => (double)whole,
        (FieldKind.Number, bool truth) => truth ? 1.0 : 0.0,
        (FieldKind.Integer, double number) when double.IsInteger(number) && Math.Abs(number) < 9e15 => (long)number,
        (FieldKind.Integer, bool truth) => truth ? 1L : 0L,
        (FieldKind.Boolean, long and (0 or 1)) => (long)value == 1,
        (FieldKind.Boolean, double and (0 or 1)) => (double)value == 1,
        (_, string text) => FromText(text, kind) ?? text,
        _ => value,
    };

    public static object? FromText(string text, FieldKind kind) => kind switch
    {
        FieldKind.Text => text,
        FieldKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldKind.Integer => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        FieldKind.Boolean => text.ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" or "Y" or "1" => true,
            "FALSE" or "F" or "NO" or "N" or "0" => false,
            _ => null,
        },
        FieldKind.Time => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time : null,
        _ => null,
    };

    /// <summary>A time, or what came when it is none.</summary>
    public static object? ToTime(object? value, TimeColumn column)
    {
        if (column.Unit is not { } unit || value is not (long or double))
            return To(value, FieldKind.Time);
        var perUnit = unit switch
        {
            TimeUnit.Milliseconds => 1_000L,
            TimeUnit.Microseconds => 1L,
            TimeUnit.Days => 86_400_000_000L,
            _ => 1_000_000L,
        };
        var microseconds = value is long whole ? (double)whole * perUnit : (double)value * perUnit;
        if (!(Math.Abs(microseconds) < 9e15))
            return value;
        var exact = value is long exactly ? exactly * perUnit : (long)Math.Round(microseconds);
        return column.Origin.ToUniversalTime().AddTicks(exact * TimeSpan.TicksPerMicrosecond);
    }
}
