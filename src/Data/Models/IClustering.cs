using Bellwether.Data.Formats;

namespace Bellwether.Data.Models;

/// <summary>Clusters that were found: immutable, safe to share between threads.</summary>
public interface IClustering : IArtifact
{
    /// <summary>How many clusters there are.</summary>
    int Clusters { get; }

    /// <summary>d, the dimension of points.</summary>
    int Dimension { get; }

    /// <summary>The cluster, from 0, of a point (d).</summary>
    int Assign(ReadOnlySpan<float> point);
}
