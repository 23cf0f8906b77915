using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Training;

/// <summary>Texts (n) with a class each. Immutable, safe to share between threads.</summary>
/// <remarks>Texts are any UTF-16, lone surrogates too. Labels are whole numbers from 0 to <see cref="Classes"/> - 1.</remarks>
public sealed class TextDataset
{
    private readonly string[] _texts;
    private readonly int[] _labels;

    /// <summary>Takes ownership of the arrays: the caller does not change them afterwards.</summary>
    /// <param name="texts">n texts.</param>
    /// <param name="labels">n classes.</param>
    /// <param name="classes">k; 0 for the largest label and one.</param>
    /// <exception cref="ArgumentException">The lengths do not agree, or a label is out of range: the row is named.</exception>
    public TextDataset(string[] texts, int[] labels, int classes = 0)
    {
        Require.SameLength(texts.Length, labels.Length, nameof(labels));
        Classes = classes != 0 ? Require.Positive(classes) : labels.Length == 0 ? 1 : checked(labels.Max() + 1);
        for (var row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)Classes)
                throw new ArgumentException($"Labels must be from 0 to {Classes - 1}, but row {row} has {labels[row]}.", nameof(labels));
            ArgumentNullException.ThrowIfNull(texts[row], nameof(texts));
        }

        (_texts, _labels) = (texts, labels);
    }

    /// <summary>n.</summary>
    public int Rows => _texts.Length;

    /// <summary>k.</summary>
    public int Classes { get; }

    /// <summary>The texts (n).</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The classes (n).</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The rows at these places, in this order, with the same number of classes.</summary>
    public TextDataset Select(ReadOnlySpan<int> rows)
    {
        var (texts, labels) = (new string[rows.Length], new int[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
            (texts[i], labels[i]) = (_texts[rows[i]], _labels[rows[i]]);
        return new TextDataset(texts, labels, Classes);
    }

    /// <summary>A hash over all of it: two datasets with the same hash give the same model.</summary>
    public ulong ContentHash()
    {
        var hash = (ulong)Classes;
        for (var row = 0; row < _texts.Length; row++)
            hash = StableHash.Of(_texts[row], StableHash.Of((ulong)_labels[row], hash));
        return hash;
    }
}
