using Bellwether.Data.Text;

namespace Bellwether.Learning.Embeddings;

/// <summary>All texts as numbers of words (0 the most frequent), words without a vector left out, and the rows of each word.</summary>
internal sealed class Corpus
{
    private Corpus(int[] starts, int[] words, BagList rows) => (Starts, Words, Rows) = (starts, words, rows);

    /// <summary>n + 1 places in <see cref="Words"/>.</summary>
    public int[] Starts { get; }

    public int[] Words { get; }

    /// <summary>The rows of each word: its own, and those of its n-grams.</summary>
    public BagList Rows { get; }

    public static Corpus Of(TextFeatures features, IAnalyzer rule, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var (starts, sink) = (new int[texts.Count + 1], new Sink(features, []));
        for (var i = 0; i < texts.Count; i++)
        {
            if ((i & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            rule.Analyze(texts[i], ref sink);
            starts[i + 1] = sink.Words.Count;
        }

        var (rowStarts, rows) = (new int[features.Words.Count + 1], new List<int>());
        var buffer = new IdBuffer(stackalloc int[256]);
        for (var word = 0; word < features.Words.Count; word++)
        {
            buffer.Clear();
            features.FillWord(features.Words[word], ref buffer, learning: true);
            rows.AddRange(buffer.Ids);
            rowStarts[word + 1] = rows.Count;
        }

        buffer.Release();
        return new Corpus(starts, [.. sink.Words], new BagList(rowStarts, [.. rows]));
    }

    private readonly struct Sink(TextFeatures features, List<int> words) : ITermSink
    {
        public List<int> Words => words;

        public void Term(scoped ReadOnlySpan<char> term, int position, int start, int length)
        {
            if (features.RowOf(term) is > 0 and var row)
                words.Add(row - 1);
        }
    }
}
