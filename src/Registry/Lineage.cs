namespace Bellwether.Registry;

/// <summary>Where a version comes from: enough to make it again.</summary>
public sealed record Lineage
{
    /// <summary>The hash of the events that it was trained on; null when unknown.</summary>
    public string? EventsHash { get; init; }

    /// <summary>The first event's sequence number.</summary>
    public long? FromSequence { get; init; }

    /// <summary>The last event's sequence number.</summary>
    public long? ToSequence { get; init; }

    /// <summary>The first event's time.</summary>
    public DateTimeOffset? FromTime { get; init; }

    /// <summary>The last event's time.</summary>
    public DateTimeOffset? ToTime { get; init; }

    /// <summary>The version of the code that trained it, e.g. a commit.</summary>
    public string? CodeVersion { get; init; }

    /// <summary>The seed of the training run.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The options of learner and features, as texts.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The version that it was made to replace, of the same model; null for none. Must exist when the version is registered.</summary>
    public string? Parent { get; init; }
}
