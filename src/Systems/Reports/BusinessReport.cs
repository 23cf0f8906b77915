namespace Bellwether.Systems.Reports;

/// <summary>A business figure of a run beside the two that frame it.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Value">With Bellwether deciding.</param>
/// <param name="Baseline">With the first rung alone deciding, in the same world.</param>
/// <param name="Oracle">With the truth known.</param>
public sealed record BusinessReport(string Name, string Unit, double Value, double Baseline, double Oracle)
{
    /// <summary>The limit stated in the design; null for none.</summary>
    public double? Limit { get; init; }

    /// <summary>Whether the limit was kept.</summary>
    public bool Kept { get; init; } = true;
}
