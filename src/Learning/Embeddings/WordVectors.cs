using Bellwether.Data.Formats;
using Bellwether.Numerics;

namespace Bellwether.Learning.Embeddings;

/// <summary>Vectors of words, and of words never seen where it knows subwords. Immutable.</summary>
public sealed unsafe class WordVectors : IArtifact
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "word-vectors/1";

    private readonly TextFeatures _features;
    private readonly RowTable _rows, _unit;

    internal WordVectors(TextFeatures features, RowTable rows)
    {
        (_features, _rows) = (features, rows);
        _unit = new RowTable(features.Words.Count, rows.Dimension);
        for (var word = 0; word < features.Words.Count; word++)
        {
            TryGet(features.Words[word], _unit.Span(word));
            Unit(_unit[word], _unit.Stride);
        }
    }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>d.</summary>
    public int Dimension => _rows.Dimension;

    /// <summary>The words that were learned, the most frequent first.</summary>
    public IReadOnlyList<string> Words => _features.Words;

    /// <summary>Whether the word was learned itself, not only its parts.</summary>
    public bool Contains(ReadOnlySpan<char> word) => _features.RowOf(word) > 0;

    /// <summary>Writes the vector (d) of a word, as the rule for words writes it: the mean of its own row and those of its n-grams. False, and zeros, where neither is known.
    /// Allocates nothing.</summary>
    public bool TryGet(ReadOnlySpan<char> word, Span<float> vector)
    {
        Require.SameLength(Dimension, vector.Length);
        var ids = new IdBuffer(stackalloc int[256]);
        _features.FillWord(word, ref ids, learning: false);
        vector.Clear();
        foreach (var id in ids.Ids)
        {
            var row = _rows.Span(id);
            for (var i = 0; i < vector.Length; i++)
                vector[i] += row[i] / ids.Count;
        }

        var found = ids.Count > 0;
        ids.Release();
        return found;
    }

    /// <summary>The words whose vectors point the same way, the nearest first; the word itself is left out. Empty where nothing is known of it. O(n·d).</summary>
    /// <param name="word">The word, as the rule for words writes it.</param>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<SimilarWord> Nearest(string word, int count)
    {
        var vector = new float[Dimension];
        return TryGet(word, vector) ? Nearest(vector, count, word) : [];
    }

    /// <summary>The words nearest to a vector (d) by cosine, but for those left out.</summary>
    public IReadOnlyList<SimilarWord> Nearest(ReadOnlySpan<float> vector, int count, params ReadOnlySpan<string> leftOut)
    {
        Require.SameLength(Dimension, vector.Length);
        Require.Positive(count);
        var query = new RowTable(1, Dimension);
        vector.CopyTo(query.Span(0));
        Unit(query[0], query.Stride);
        var best = new PriorityQueue<int, (float Cosine, int Word)>();
        for (var word = 0; word < Words.Count; word++)
        {
            if (leftOut.Contains(Words[word]))
                continue;
            var cosine = Lanes.Dot(query[0], _unit[word], query.Stride);
            if (best.Count < count)
                best.Enqueue(word, (cosine, -word));
            else
                best.EnqueueDequeue(word, (cosine, -word));
        }

        var found = new List<SimilarWord>();
        while (best.TryDequeue(out var word, out var priority))
            found.Add(new SimilarWord(Words[word], priority.Cosine));
        found.Reverse();
        return found;
    }

    /// <summary>What is to <paramref name="c"/> as <paramref name="b"/> is to <paramref name="a"/>: the words nearest to b - a + c, of unit vectors (Mikolov et al. 2013; "3CosAdd"
    /// in Levy and Goldberg 2014). Empty where one of the three is not known.</summary>
    public IReadOnlyList<SimilarWord> Analogy(string a, string b, string c, int count)
    {
        var (sum, part) = (new float[Dimension], new float[Dimension]);
        foreach (var (word, sign) in new[] { (a, -1f), (b, 1f), (c, 1f) })
        {
            if (!TryGet(word, part))
                return [];
            var norm = MathF.Sqrt(part.Sum(v => v * v));
            for (var i = 0; i < sum.Length; i++)
                sum[i] += norm > 0 ? sign * part[i] / norm : 0;
        }

        return Nearest(sum, count, a, b, c);
    }

    /// <summary>The cosine of two words' vectors, in [-1, 1]; 0 where one is not known.</summary>
    public double Similarity(string a, string b)
    {
        var (x, y) = (new float[Dimension], new float[Dimension]);
        if (!TryGet(a, x) || !TryGet(b, y))
            return 0;
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
            (xy, xx, yy) = (xy + ((double)x[i] * y[i]), xx + ((double)x[i] * x[i]), yy + ((double)y[i] * y[i]));
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _features.Write(writer);
        writer.Int32(Dimension);
        writer.Array<float>(_rows.ToArray());
    }

    internal static WordVectors Read(ModelReader reader)
    {
        var features = TextFeatures.Read(reader);
        var (dimension, values) = (reader.Int32(), reader.Array<float>());
        if (dimension is < 1 or > 4_096 || values.Length != (long)features.Rows * dimension)
            throw new ModelFormatException("Word vectors must have one row per word and n-gram. The model was not written by Bellwether; train it again.");
        foreach (var value in values)
            if (!(Math.Abs(value) < 1e15f))
                throw new ModelFormatException("The numbers of word vectors must be finite. The model was not written by Bellwether; train it again.");
        return new WordVectors(features, RowTable.Of(values, features.Rows, dimension));
    }

    private static void Unit(float* row, int stride)
    {
        var squares = Lanes.Dot(row, row, stride);
        Lanes.Scale(row, squares > 0 ? 1 / MathF.Sqrt(squares) : 0, stride);
    }
}
