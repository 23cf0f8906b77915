using Bellwether.Data.Schema;
using Bellwether.Data.Training;

namespace Bellwether.Systems.Documents;

/// <summary>What a system's definition says of itself, for the document.</summary>
public sealed record SystemFacts
{
    /// <summary>The request's type name.</summary>
    public required string RequestType { get; init; }

    /// <summary>The request's fields.</summary>
    public required IReadOnlyList<FieldSpec> RequestFields { get; init; }

    /// <summary>The other event types it takes.</summary>
    public IReadOnlyList<string> EventTypes { get; init; } = [];

    /// <summary>The label, in words.</summary>
    public required string Label { get; init; }

    /// <summary>The features.</summary>
    public required FeatureSchema Features { get; init; }

    /// <summary>The ladder, from the simplest rung up.</summary>
    public required IReadOnlyList<string> Ladder { get; init; }

    /// <summary>The decision, in words.</summary>
    public required string Decision { get; init; }

    /// <summary>The fallback cascade, best level first.</summary>
    public required IReadOnlyList<string> Cascade { get; init; }

    /// <summary>The rollout, in words.</summary>
    public required string Rollout { get; init; }

    /// <summary>The monitors, one line each.</summary>
    public required IReadOnlyList<string> Monitors { get; init; }
}
