namespace Bellwether.Monitoring;

/// <summary>A measured number with the sample behind it.</summary>
/// <param name="Value">The number; NaN where it does not exist now.</param>
/// <param name="Count">How many observations it rests on.</param>
public readonly record struct SignalValue(double Value, long Count);
