using System.Runtime.InteropServices;
using Bellwether.Data.Formats;
using Bellwether.Data.Text;
using Bellwether.Learning.Text;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Learning.Embeddings;

/// <summary>From a text to the numbers of its rows: words by a dictionary, n-grams by their hash. Row 0 stands in every text.</summary>
internal sealed class TextFeatures
{
    private const int EveryText = 0, StackWords = 256;
    private const uint Chain = 116_049_371;

    private readonly WordRule _rule;
    private readonly int _wordNGrams, _shortest, _longest, _buckets;
    private readonly BucketRows _rowOfBucket = new();
    private Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextFeatures(FastTextClassifier options)
        : this(options.Words, options.WordNGrams, options.ShortestSubword, options.LongestSubword, options.Buckets)
    {
    }

    public TextFeatures(WordRule rule, int wordNGrams, int shortest, int longest, int buckets)
    {
        (_rule, _wordNGrams, _shortest, _longest, _buckets) = (rule, wordNGrams, shortest, longest, buckets);
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The words, the most frequent first.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>How often each word was seen; empty for what was read from a file.</summary>
    public long[] Counts { get; private set; } = [];

    /// <summary>How many rows there are: one for every text, the words, the n-grams seen.</summary>
    public int Rows => 1 + Words.Count + _rowOfBucket.Count;

    /// <summary>The row of a word, or -1.</summary>
    public int RowOf(ReadOnlySpan<char> word) => _lookup.TryGetValue(word, out var row) ? row : -1;

    public void LearnWords(IReadOnlyList<string> texts, int minCount, CancellationToken cancellationToken)
    {
        var counter = new WordCounter(new Dictionary<string, long>(StringComparer.Ordinal));
        for (var i = 0; i < texts.Count; i++)
        {
            if ((i & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            _rule.Analyze(texts[i], ref counter);
        }

        var kept = counter.Counts.Where(c => c.Value >= minCount).ToArray();
        Array.Sort(kept, (a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : string.CompareOrdinal(a.Key, b.Key));
        Counts = [.. kept.Select(c => c.Value)];
        SetWords([.. kept.Select(c => c.Key)]);
    }

    /// <summary>The rows of all texts; an n-gram that is new gets a row.</summary>
    public BagList LearnBags(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var (starts, ids) = (new int[texts.Count + 1], new List<int>());
        var sink = new FeatureSink(this, learning: true, stackalloc int[StackWords], stackalloc int[StackWords]);
        for (var i = 0; i < texts.Count; i++)
        {
            if ((i & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Fill(texts[i], ref sink);
            ids.AddRange(sink.Rows.Ids);
            starts[i + 1] = ids.Count;
        }

        sink.Release();
        return new BagList(starts, [.. ids]);
    }

    /// <summary>Puts the rows of a text in the sink. Allocates nothing.</summary>
    public void Fill(scoped ReadOnlySpan<char> text, ref FeatureSink sink)
    {
        sink.Rows.Clear();
        sink.Hashes.Clear();
        sink.Rows.Add(EveryText);
        _rule.Analyze(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(text), text.Length), ref sink); // the sink keeps no part of the text
        var hashes = sink.Hashes.Ids;
        for (var i = 0; i < hashes.Length && _wordNGrams > 1; i++)
        {
            var hash = (ulong)(uint)hashes[i];
            for (var j = i + 1; j < hashes.Length && j < i + _wordNGrams; j++)
            {
                hash = unchecked((hash * Chain) + (uint)hashes[j]);
                AddBucket(hash, ref sink.Rows, sink.Learning);
            }
        }
    }

    /// <summary>Appends the rows of one word of a text, and its hash where runs of words have rows.</summary>
    public void FillTerm(scoped ReadOnlySpan<char> term, ref FeatureSink sink)
    {
        FillWord(term, ref sink.Rows, sink.Learning);
        if (_wordNGrams > 1)
            sink.Hashes.Add((int)StableHash.Of(term));
    }

    /// <summary>Appends the rows of a word: its own, then those of its character n-grams; new n-grams get a row while learning.</summary>
    public void FillWord(scoped ReadOnlySpan<char> word, ref IdBuffer ids, bool learning)
    {
        if (RowOf(word) is > 0 and var row)
            ids.Add(row);
        if (_longest > 0)
            Subwords(word, ref ids, learning);
    }

    public void Write(ModelWriter writer)
    {
        _rule.Write(writer);
        writer.Int32(_wordNGrams);
        writer.Int32(_shortest);
        writer.Int32(_longest);
        writer.Int32(_buckets);
        writer.Int32(Words.Count);
        foreach (var word in Words)
            writer.Text(TermEscape.Write(word));
        writer.Array<int>(_rowOfBucket.Buckets);
    }

    public static TextFeatures Read(ModelReader reader)
    {
        var rule = WordRule.Read(reader);
        var (wordNGrams, shortest, longest, buckets) = (reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32());
        if (wordNGrams is < 1 or > 8 || longest is < 0 or > 32 || shortest < 0 || shortest > longest || buckets is < 1 or > 1 << 28)
            throw new ModelFormatException("The features of a text model must have lengths and a number of buckets in range. The model was not written by Bellwether; train it again.");
        var words = new List<string>();
        for (var count = reader.Int32(); words.Count < count;)
            words.Add(TermEscape.Read(reader.Text()));
        var seen = reader.Array<int>();
        if (seen.Length > buckets || (seen.Length > 0 && wordNGrams == 1 && longest == 0))
            throw new ModelFormatException("A text model must not hold more n-grams than buckets. The model was not written by Bellwether; train it again.");
        var features = new TextFeatures(rule, seen.Length > 0 ? wordNGrams : 1, shortest, seen.Length > 0 ? longest : 0, buckets);
        features.SetWords(words);
        foreach (var bucket in seen)
        {
            if ((uint)bucket >= (uint)buckets || !features._rowOfBucket.TryAdd(bucket))
                throw new ModelFormatException($"The n-grams of a text model must be distinct and below {buckets}, but one is {bucket}. The model was not written by Bellwether; train it again.");
        }

        return features;
    }

    private void SetWords(List<string> words)
    {
        _words = new Dictionary<string, int>(words.Count, StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
            if (!_words.TryAdd(words[i], i + 1))
                throw new ModelFormatException($"The words of a text model must be distinct, but '{words[i]}' comes twice. The model was not written by Bellwether; train it again.");
        (_lookup, Words) = (_words.GetAlternateLookup<ReadOnlySpan<char>>(), words);
    }

    private void Subwords(scoped ReadOnlySpan<char> word, ref IdBuffer ids, bool learning)
    {
        Span<char> framed = word.Length <= 510 ? stackalloc char[512] : new char[word.Length + 2];
        framed = framed[..(word.Length + 2)];
        (framed[0], framed[^1]) = ('<', '>');
        word.CopyTo(framed[1..]);
        foreach (var gram in new CharacterNGrams(framed, Math.Max(1, _shortest), _longest))
            if (gram.Length > 1 || gram[0] is not ('<' or '>'))
                AddBucket(StableHash.Of(gram), ref ids, learning);
    }

    private void AddBucket(ulong hash, ref IdBuffer ids, bool learning)
    {
        var bucket = (int)(hash % (ulong)_buckets);
        if (learning)
            _rowOfBucket.TryAdd(bucket);
        if (_rowOfBucket.IndexOf(bucket) is >= 0 and var index)
            ids.Add(1 + Words.Count + index);
    }

    private readonly struct WordCounter(Dictionary<string, long> counts) : ITermSink
    {
        private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();

        public Dictionary<string, long> Counts => counts;

        public void Term(scoped ReadOnlySpan<char> term, int position, int start, int length) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_lookup, term, out _)++;
    }
}
