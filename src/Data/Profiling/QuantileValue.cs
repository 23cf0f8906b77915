namespace Bellwether.Data.Profiling;

/// <summary>A quantile.</summary>
/// <param name="Share">Between 0 and 1.</param>
/// <param name="Value">The least value that at least this share of the values does not exceed.</param>
public sealed record QuantileValue(double Share, double Value);
