using Bellwether.Numerics;

namespace Bellwether.Registry;

/// <summary>A measured figure of a version, with its interval where one was measured.</summary>
/// <param name="Value">Finite.</param>
/// <param name="Low">The interval's lower end; null when none was measured.</param>
/// <param name="High">The interval's upper end; null when none was measured.</param>
public sealed record Metric(double Value, double? Low = null, double? High = null)
{
    /// <summary>Finite.</summary>
    public double Value { get; init => field = Require.Finite(value); } = Value;

    /// <summary>The interval's lower end; null when none was measured.</summary>
    public double? Low { get; init => field = value is { } low ? Require.Finite(low) : null; } = Low;

    /// <summary>The interval's upper end; null when none was measured.</summary>
    public double? High { get; init => field = value is { } high ? Require.Finite(high) : null; } = High;
}
