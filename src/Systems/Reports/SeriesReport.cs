namespace Bellwether.Systems.Reports;

/// <summary>A figure over the days of a run, for plots.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Days">Days since the start.</param>
/// <param name="Values">One value per day; NaN where there was none.</param>
public sealed record SeriesReport(string Name, IReadOnlyList<double> Days, IReadOnlyList<double> Values);
