using Bellwether.Data.Formats;
using Bellwether.Data.Training;

namespace Bellwether.Data.Transforms;

/// <summary>What a transform learned: immutable, safe to share between threads.</summary>
public interface IFittedTransform : IArtifact
{
    /// <summary>The vectors it takes.</summary>
    FeatureSchema Input { get; }

    /// <summary>The vectors it gives.</summary>
    FeatureSchema Output { get; }

    /// <summary>Turns one vector into another. Allocates nothing; never throws for vectors of the right lengths.</summary>
    void Apply(ReadOnlySpan<double> input, Span<double> output);
}
