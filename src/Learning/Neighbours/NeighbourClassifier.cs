using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Neighbours;

/// <summary>The weighted share of each class among the nearest training rows. Immutable.</summary>
public sealed class NeighbourClassifier : IClassifier
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "neighbours-classes/1";

    private readonly NeighbourVotes _votes;

    internal NeighbourClassifier(NeighbourVotes votes, int classes) => (_votes, Classes) = (votes, classes);

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public FeatureSchema Schema => _votes.Space.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var rented = ArrayPool<double>.Shared.Rent(Classes);
        Probabilities(features, rented.AsSpan(0, Classes));
        var best = Best(rented.AsSpan(0, Classes));
        ArrayPool<double>.Shared.Return(rented);
        return best;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        var shares = new double[Classes];
        _votes.Votes(data, static (row, labels, weights, into) =>
        {
            Share(labels, weights, into.Shares);
            into.Scores[row] = Best(into.Shares);
        }, new BatchScores(scores, shares));
    }

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities)
    {
        Numerics.Require.SameLength(Classes, probabilities.Length, nameof(probabilities));
        var k = _votes.Voters;
        var rented = ArrayPool<double>.Shared.Rent(2 * k);
        var labels = rented.AsSpan(0, k);
        var weights = rented.AsSpan(k, k);
        _votes.Votes(features, labels, weights);
        Share(labels, weights, probabilities);
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Probabilities(Dataset data, Span<double> probabilities)
    {
        RowScores.Check(Schema, data, probabilities.Length / Classes);
        Numerics.Require.SameLength(data.Rows * Classes, probabilities.Length, nameof(probabilities));
        _votes.Votes(data, (row, labels, weights, into) => Share(labels, weights, into.Slice(row * Classes, Classes)), probabilities);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32(Classes);
        _votes.Write(writer);
    }

    internal static NeighbourClassifier Read(ModelReader reader)
    {
        var classes = reader.Int32();
        var votes = NeighbourVotes.Read(reader);
        var sound = classes is >= 2 and <= 65_536;
        foreach (var label in votes.Labels)
            sound &= label >= 0 && label < classes && label == Math.Floor(label);
        return sound ? new NeighbourClassifier(votes, classes)
            : throw new ModelFormatException("A classifier by neighbours must have 2 to 65536 classes and labels among them. The model was not written by Bellwether; train it again.");
    }

    private static void Share(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, Span<double> shares)
    {
        shares.Clear();
        for (var i = 0; i < labels.Length; i++)
            shares[(int)labels[i]] += weights[i];
        for (var c = 0; c < shares.Length; c++)
            shares[c] = Math.Min(1, shares[c]);
    }

    private static int Best(ReadOnlySpan<double> shares)
    {
        var best = 0;
        for (var c = 1; c < shares.Length; c++)
            if (shares[c] > shares[best])
                best = c;
        return best;
    }

    private readonly ref struct BatchScores(Span<double> scores, double[] shares)
    {
        public readonly Span<double> Scores = scores;
        public readonly double[] Shares = shares;
    }
}
