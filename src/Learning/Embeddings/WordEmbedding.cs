using Bellwether.Data.Models;
using Bellwether.Learning.Text;
using Bellwether.Numerics;

namespace Bellwether.Learning.Embeddings;

/// <summary>Vectors of words from the company they keep: word2vec (Mikolov et al., "Efficient Estimation of Word Representations in Vector Space" and "Distributed
/// Representations of Words and Phrases", 2013), and with <see cref="LongestSubword"/> above 0 the subword vectors of fastText (Bojanowski et al., "Enriching Word
/// Vectors with Subword Information", 2017).</summary>
/// <remarks>
/// <para>Negative sampling: a neighbour is told from <see cref="Negatives"/> words drawn by count^<see cref="NegativePower"/>. Frequent words are left out with a probability of
/// 1 - sqrt(t/f) - t/f (<see cref="Subsample"/> is t, f the word's share). The window is drawn uniformly from 1 to <see cref="Window"/>. The rate falls linearly to 0.</para>
/// <para>Gradients of the <see cref="Batch"/> places that follow each other are taken at the same parameters and applied in order, so that the same seed gives the same bytes at any
/// number of threads; every place has a stream of random numbers of its own. With skip-gram, the vector of a word is put together once for all its neighbours, not once a pair.</para>
/// <para>Time O(epochs · words · window · negatives · d); memory 8·d bytes a word, 4·d an n-gram, 4 a word of the texts.</para>
/// </remarks>
public sealed record WordEmbedding
{
    /// <summary>A short name for tables and logs.</summary>
    public string Name { get; init; } = "word vectors";

    /// <summary>How a text becomes words.</summary>
    public WordRule Words { get; init; } = new();

    /// <summary>What is foretold from what.</summary>
    public WordModel Model { get; init; }

    /// <summary>d, the length of a vector.</summary>
    public int Dimension { get; init => field = Require.InRange(value, 1, 4_096); } = 100;

    /// <summary>How often the texts are read.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 5;

    /// <summary>The rate of the first step.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.05;

    /// <summary>At most so many words to each side are neighbours.</summary>
    public int Window { get; init => field = Require.InRange(value, 1, 64); } = 5;

    /// <summary>How many drawn words each neighbour is told from.</summary>
    public int Negatives { get; init => field = Require.InRange(value, 1, 64); } = 5;

    /// <summary>By which power of its count a word is drawn: 0.75 in word2vec, 0.5 in fastText.</summary>
    public double NegativePower { get; init => field = Require.InRange(value, 0.0, 2.0); } = 0.75;

    /// <summary>The share of a word above which some of its places are left out; 0 for none.</summary>
    public double Subsample { get; init => field = Require.NotNegative(value); } = 1e-4;

    /// <summary>A word seen less often has no vector.</summary>
    public int MinCount { get; init => field = Require.Positive(value); } = 5;

    /// <summary>The shortest run of characters that has a vector.</summary>
    public int ShortestSubword { get; init => field = Require.InRange(value, 0, 32); }

    /// <summary>The longest run of characters that has a vector; 0 for words alone (word2vec), 6 is usual.</summary>
    public int LongestSubword { get; init => field = Require.InRange(value, 0, 32); }

    /// <summary>n-grams are hashed to so many places.</summary>
    public int Buckets { get; init => field = Require.InRange(value, 1, 1 << 28); } = 2_000_000;

    /// <summary>Places whose gradients are taken at the same parameters.</summary>
    public int Batch { get; init => field = Require.InRange(value, 1, 1_024); } = 16;

    /// <summary>Learns from texts, one sentence or document each.</summary>
    /// <exception cref="TrainingException">There must be two words that are frequent enough, and are not.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    public WordVectors Fit(IReadOnlyList<string> texts, FitContext context)
    {
        if (ShortestSubword > LongestSubword)
            throw new TrainingException($"{Name} must have a longest subword of at least the shortest, but has {ShortestSubword} to {LongestSubword}.");
        var features = new TextFeatures(Words, 1, ShortestSubword, LongestSubword, Buckets);
        features.LearnWords(texts, MinCount, context.CancellationToken);
        if (features.Words.Count < 2)
            throw new TrainingException($"{Name} must see at least two words {MinCount} times or more, but the {texts.Count} texts hold {features.Words.Count}. Lower MinCount or give more texts.");
        return new WordEmbeddingRun(this, features, texts, context).Fit();
    }
}
