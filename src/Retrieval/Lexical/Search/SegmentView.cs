using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>A segment as a snapshot sees it.</summary>
/// <param name="Segment">Its bytes.</param>
/// <param name="Live">What is not deleted.</param>
/// <param name="First">The snapshot's number of its first document.</param>
internal sealed record SegmentView(Segment Segment, LiveDocuments Live, int First);
