using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Kernels;

/// <summary>One margin for each pair of k classes, and a vote. Immutable.</summary>
/// <remarks><see cref="Probabilities(ReadOnlySpan{double}, Span{double})"/> gives the share of the votes, which is no frequency: calibrate where it must be one.</remarks>
public sealed class SupportVectorClassifier : IClassifier
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "support-vector-votes/1";

    private readonly SupportVectors _vectors;
    private readonly PairMargin[] _pairs;

    internal SupportVectorClassifier(SupportVectors vectors, int classes, PairMargin[] pairs) => (_vectors, Classes, _pairs) = (vectors, classes, pairs);

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public FeatureSchema Schema => _vectors.Space.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How many support vectors there are.</summary>
    public int Count => _vectors.Count;

    /// <summary>How many margins there are: one for each pair of classes that were seen.</summary>
    public int Pairs => _pairs.Length;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var rented = ArrayPool<double>.Shared.Rent(Classes);
        var shares = rented.AsSpan(0, Classes);
        Probabilities(features, shares);
        var best = 0;
        for (var c = 1; c < shares.Length; c++)
            if (shares[c] > shares[best])
                best = c;
        ArrayPool<double>.Shared.Return(rented);
        return best;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <summary>Writes the margins of the pairs: (0, 1), (0, 2), … (1, 2), …; above 0 for the first of the pair.</summary>
    public void Margins(ReadOnlySpan<double> features, Span<double> margins)
    {
        Numerics.Require.SameLength(_pairs.Length, margins.Length, nameof(margins));
        var rented = ArrayPool<float>.Shared.Rent(Math.Max(1, _vectors.Room));
        _vectors.Values(features, rented);
        for (var pair = 0; pair < _pairs.Length; pair++)
            margins[pair] = RowScores.Finite(_pairs[pair].Of(rented));
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities)
    {
        Numerics.Require.SameLength(Classes, probabilities.Length, nameof(probabilities));
        var rented = ArrayPool<double>.Shared.Rent(Math.Max(1, _pairs.Length));
        var margins = rented.AsSpan(0, _pairs.Length);
        Margins(features, margins);
        probabilities.Clear();
        for (var pair = 0; pair < _pairs.Length; pair++)
            probabilities[margins[pair] > 0 ? _pairs[pair].First : _pairs[pair].Second] += 1.0 / _pairs.Length;
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Probabilities(Dataset data, Span<double> probabilities)
    {
        RowScores.Check(Schema, data, probabilities.Length / Classes);
        Numerics.Require.SameLength(data.Rows * Classes, probabilities.Length, nameof(probabilities));
        var row = new double[data.Width];
        for (var i = 0; i < data.Rows; i++)
        {
            data.CopyRow(i, row);
            Probabilities(row, probabilities.Slice(i * Classes, Classes));
        }
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _vectors.Write(writer);
        writer.Int32(Classes);
        writer.Int32(_pairs.Length);
        foreach (var pair in _pairs)
            pair.Write(writer);
    }

    internal static SupportVectorClassifier Read(ModelReader reader)
    {
        var (vectors, classes, count) = (SupportVectors.Read(reader), reader.Int32(), reader.Int32());
        if (classes is < 2 or > 4096 || count < 1 || count > (long)classes * (classes - 1) / 2)
            throw new ModelFormatException("Support vectors must vote on 2 to 4096 classes, by at most one margin for each two. The model was not written by Bellwether; train it again.");
        var pairs = new List<PairMargin>();
        for (var pair = 0; pair < count; pair++)
            pairs.Add(PairMargin.Read(reader, classes, vectors.Count));
        return new SupportVectorClassifier(vectors, classes, [.. pairs]);
    }
}
