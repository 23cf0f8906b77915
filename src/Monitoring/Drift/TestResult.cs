namespace Bellwether.Monitoring.Drift;

/// <summary>The outcome of a statistical test.</summary>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">The chance of one as large when nothing changed; NaN when the test could not be made.</param>
public readonly record struct TestResult(double Statistic, double PValue);
