using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Text;
using Bellwether.Numerics;

namespace Bellwether.Learning.Embeddings;

/// <summary>A linear classifier on the mean of learned vectors of words and word n-grams (Joulin, Grave, Bojanowski and Mikolov,
/// "Bag of Tricks for Efficient Text Classification", 2016).</summary>
/// <remarks>
/// <para>The text's words, the runs of up to <see cref="WordNGrams"/> of them, their character n-grams where wanted, and one feature that stands in every text each have a
/// row of d numbers; their mean goes through a linear layer. Rows start uniformly on ±1/d, the layer at 0; stochastic gradient descent with a rate that falls linearly to 0.</para>
/// <para>What differs from the reference program: texts are drawn in a new random order each epoch; only n-grams that the training texts hold have a row (others are passed
/// over, where fastText adds the random start of a row that nothing has trained); and gradients of <see cref="Batch"/> texts are taken at the same parameters and applied in
/// the order of texts. That last makes the result, byte for byte, independent of the number of threads, where the reference lets threads overwrite each other (Hogwild).</para>
/// <para>Time O(epochs · texts · (features · d + k · d)); memory 4·d bytes a feature and 4 a feature's occurrence.</para>
/// </remarks>
public sealed record FastTextClassifier : ITextLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "fastText";

    /// <summary>How a text becomes words.</summary>
    public WordRule Words { get; init; } = new() { Split = WordSplit.Symbols };

    /// <summary>d, the length of a vector.</summary>
    public int Dimension { get; init => field = Require.InRange(value, 1, 4_096); } = 100;

    /// <summary>How often every text is seen.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 10;

    /// <summary>The rate of the first step.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.5;

    /// <summary>The longest run of words that has a vector of its own; 1 for words alone.</summary>
    public int WordNGrams { get; init => field = Require.InRange(value, 1, 8); } = 2;

    /// <summary>The shortest run of characters that has a vector, or 0 for none.</summary>
    public int ShortestSubword { get; init => field = Require.InRange(value, 0, 32); }

    /// <summary>The longest run of characters that has a vector, or 0 for none.</summary>
    public int LongestSubword { get; init => field = Require.InRange(value, 0, 32); }

    /// <summary>n-grams are hashed to so many places; those that fall together share a vector.</summary>
    public int Buckets { get; init => field = Require.InRange(value, 1, 1 << 28); } = 2_000_000;

    /// <summary>A word seen less often has no vector.</summary>
    public int MinCount { get; init => field = Require.Positive(value); } = 1;

    /// <summary>What is minimized.</summary>
    public TextLoss Loss { get; init; }

    /// <summary>Texts whose gradients are taken at the same parameters.</summary>
    public int Batch { get; init => field = Require.InRange(value, 1, 1_024); } = 8;

    /// <summary>Where the vectors of known words start from, e.g. learned from many unlabelled texts; null for random. Its dimension must be <see cref="Dimension"/>.</summary>
    public WordVectors? Pretrained { get; init; }

    /// <inheritdoc/>
    public ITextModel Fit(TextDataset train, FitContext context)
    {
        Check(train);
        var features = new TextFeatures(this);
        features.LearnWords(train.Texts, MinCount, context.CancellationToken);
        var bags = features.LearnBags(train.Texts, context.CancellationToken);
        if (features.Words.Count == 0)
            throw new TrainingException($"{Name} must see words, but the {train.Rows} texts hold none that occurs {MinCount} times or more. Lower MinCount.");
        return new ClassifierRun(this, train, features, bags, context).Fit();
    }

    private void Check(TextDataset train)
    {
        if (train.Rows == 0)
            throw new TrainingException($"{Name} must have at least one text, but got none.");
        if (train.Classes < 2 || train.Labels.IndexOfAnyExcept(train.Labels[0]) < 0)
            throw new TrainingException($"{Name} must see at least two classes, but all {train.Rows} texts are of class {train.Labels[0]}.");
        if (!Enum.IsDefined(Loss))
            throw new TrainingException($"{Name} must have a known loss, but has {(int)Loss}.");
        if (ShortestSubword > LongestSubword)
            throw new TrainingException($"{Name} must have a longest subword of at least the shortest, but has {ShortestSubword} to {LongestSubword}.");
        if (Pretrained is { } vectors && vectors.Dimension != Dimension)
            throw new TrainingException($"{Name} must start from vectors of its own dimension {Dimension}, but the pretrained ones have {vectors.Dimension}.");
    }
}
