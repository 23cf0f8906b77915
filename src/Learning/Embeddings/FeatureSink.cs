using Bellwether.Data.Text;

namespace Bellwether.Learning.Embeddings;

/// <summary>Takes the words of a text and keeps the rows of its features.</summary>
internal ref struct FeatureSink(TextFeatures features, bool learning, Span<int> rows, Span<int> hashes) : ITermSink
{
    /// <summary>The rows of the text.</summary>
    public IdBuffer Rows = new(rows);

    /// <summary>A hash of each word.</summary>
    public IdBuffer Hashes = new(hashes);

    /// <summary>Whether an n-gram that is new gets a row.</summary>
    public readonly bool Learning => learning;

    /// <inheritdoc/>
    public void Term(scoped ReadOnlySpan<char> term, int position, int start, int length) => features.FillTerm(term, ref this);

    public void Release()
    {
        Rows.Release();
        Hashes.Release();
    }
}
