using Bellwether.Data.Formats;

namespace Bellwether.Data.Models;

/// <summary>A map from d to k dimensions: immutable, safe to share between threads.</summary>
public interface IProjection : IArtifact
{
    /// <summary>d, the dimension of points.</summary>
    int Input { get; }

    /// <summary>k, the dimension of what comes out.</summary>
    int Output { get; }

    /// <summary>Maps a point (d) to (k). Allocates nothing.</summary>
    void Project(ReadOnlySpan<float> point, Span<float> projected);
}
