namespace Bellwether.Registry;

/// <summary>A registered version of a model. Everything but its tags never changes.</summary>
public sealed record ModelVersion
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Counted from 1 per model.</summary>
    public required int Number { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Objects by role.</summary>
    public required IReadOnlyDictionary<string, ObjectHash> Objects { get; init; }

    /// <summary>Where it comes from.</summary>
    public required Lineage Lineage { get; init; }

    /// <summary>Measured figures by name.</summary>
    public required IReadOnlyDictionary<string, Metric> Metrics { get; init; }

    /// <summary>Tags by name, as they were when this was read.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Its name within the model: <c>v1</c>, <c>v2</c> …</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Version => FormattableString.Invariant($"v{Number}");
}
