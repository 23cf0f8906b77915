using Bellwether.Data.Training;

namespace Bellwether.Features.Engine;

/// <summary>A feature set worked out: what is kept per entity, and in which order the numbers of a vector are made.</summary>
internal sealed class FeaturePlan<TRequest>
{
    /// <summary>The features.</summary>
    public required FeatureSchema Schema { get; init; }

    /// <summary>The kinds of entities.</summary>
    public required EntityPlan<TRequest>[] Entities { get; init; }

    /// <summary>Numbers read from the request alone.</summary>
    public required (Func<TRequest, double> Read, int Target)[] Requests { get; init; }

    /// <summary>Numbers made from the request and other numbers, each after those that it needs.</summary>
    public required (Func<TRequest, double[], double> Combine, int Target)[] Combinations { get; init; }

    /// <summary>Per feature, the number that it is.</summary>
    public required int[] Outputs { get; init; }

    /// <summary>Per feature, the counts of distinct names that it rests on: entity, stream, window.</summary>
    public required (int Entity, int Stream, int Window)[][] Distincts { get; init; }

    /// <summary>How many numbers are made in all.</summary>
    public required int Numbers { get; init; }

    /// <summary>A hash over everything that decides what a snapshot holds.</summary>
    public required ulong Fingerprint { get; init; }
}
