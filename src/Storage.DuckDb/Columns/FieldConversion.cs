using System.Globalization;
using System.Numerics;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>Conversions that lose nothing, for readers that ask for another type than the column's own.</summary>
internal static class FieldConversion
{
    public static object To(object value, Type target, string column)
    {
        try
        {
            return Convert(value, target) ?? throw Refused(value, target, column, null);
        }
        catch (Exception e) when (e is OverflowException or FormatException or InvalidCastException { Message: not null } && e.Data["refused"] is null)
        {
            throw Refused(value, target, column, e);
        }
    }

    private static object? Convert(object value, Type target) => value switch
    {
        BigInteger big when target == typeof(Int128) => (Int128)big,
        BigInteger big when target == typeof(UInt128) => (UInt128)big,
        BigInteger big when target == typeof(long) => (long)big,
        BigInteger big when target == typeof(int) => (int)big,
        BigInteger big when target == typeof(ulong) => (ulong)big,
        BigInteger big when target == typeof(decimal) => (decimal)big,
        BigInteger big when target == typeof(double) => (double)big,
        DateTime time when target == typeof(DateTimeOffset) => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        DateTime time when target == typeof(DateOnly) && time.TimeOfDay == TimeSpan.Zero => DateOnly.FromDateTime(time),
        DateTimeOffset time when target == typeof(DateTime) => time.UtcDateTime,
        DateOnly date when target == typeof(DateTime) => date.ToDateTime(TimeOnly.MinValue),
        TimeOnly time when target == typeof(TimeSpan) => time.ToTimeSpan(),
        TimeOnly time when target == typeof(DateTime) => DateTime.UnixEpoch + time.ToTimeSpan(),
        DuckDbInterval interval when target == typeof(TimeSpan) => interval.ToTimeSpan(),
        IConvertible when target == typeof(string) => null,
        double or float or decimal when target != typeof(double) && target != typeof(float) && target != typeof(decimal) && !IsWhole(value) => null,
        string or char or bool => null,
        IConvertible number when target.IsPrimitive || target == typeof(decimal) => System.Convert.ChangeType(number, target, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsWhole(object value) => value switch
    {
        double number => double.IsInteger(number),
        float number => float.IsInteger(number),
        decimal number => decimal.IsInteger(number),
        _ => true,
    };

    private static InvalidCastException Refused(object value, Type target, string column, Exception? inner)
    {
        var refused = new InvalidCastException(
            $"Column '{column}' holds the {value.GetType().Name} {System.Convert.ToString(value, CultureInfo.InvariantCulture)}, which is no {target.Name}. Read it as its own type, or cast it in the query.", inner);
        refused.Data["refused"] = true;
        return refused;
    }
}
