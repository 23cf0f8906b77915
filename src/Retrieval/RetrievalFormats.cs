using Bellwether.Data.Formats;
using Bellwether.Retrieval.Hnsw;
using Bellwether.Retrieval.InvertedFile;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval;

/// <summary>The readers of every index format of this library, for <see cref="ArtifactFormats"/>.</summary>
public static class RetrievalFormats
{
    /// <summary>Format names and their readers.</summary>
    public static IReadOnlyList<KeyValuePair<string, Func<ModelReader, IArtifact>>> All { get; } =
    [
        new(ExactIndex.FormatName, ExactIndex.Read),
        new(HnswIndex.FormatName, HnswFormat.Read),
        new(IvfPqIndex.FormatName, IvfPqFormat.Read),
    ];
}
