using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Writing;

/// <summary>A segment as its writer sees it.</summary>
/// <param name="Segment">Its bytes.</param>
/// <param name="Live">What is not deleted.</param>
/// <param name="File">The name of its file; null while it is in memory alone.</param>
/// <param name="LiveFile">The name of the file of its live documents as they are; null where there is none, or it is not written yet.</param>
internal sealed record IndexPart(Segment Segment, LiveDocuments Live, string? File, string? LiveFile);
