namespace Bellwether.Registry;

/// <summary>What is to become a version.</summary>
public sealed record VersionDraft
{
    /// <summary>Objects by role, e.g. <c>model</c>, <c>reference</c>, <c>report</c>; at least one, all of them put before.</summary>
    public required IReadOnlyDictionary<string, ObjectHash> Objects { get; init; }

    /// <summary>Where it comes from.</summary>
    public Lineage Lineage { get; init; } = new();

    /// <summary>Measured figures by name.</summary>
    public IReadOnlyDictionary<string, Metric> Metrics { get; init; } = new SortedDictionary<string, Metric>(StringComparer.Ordinal);

    /// <summary>Texts by name that people find it by; more can be set later.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
