using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Neighbours;

/// <summary>The weighted mean label of the nearest training rows: a probability or a value. Immutable.</summary>
public sealed class NeighbourModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "neighbours/1";

    private readonly NeighbourVotes _votes;

    internal NeighbourModel(NeighbourVotes votes, ModelOutput output) => (_votes, Output) = (votes, output);

    /// <inheritdoc/>
    public FeatureSchema Schema => _votes.Space.Schema;

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var k = _votes.Voters;
        var rented = ArrayPool<double>.Shared.Rent(2 * k);
        var labels = rented.AsSpan(0, k);
        var weights = rented.AsSpan(k, k);
        _votes.Votes(features, labels, weights);
        var mean = Mean(labels, weights);
        ArrayPool<double>.Shared.Return(rented);
        return mean;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        _votes.Votes(data, static (row, labels, weights, into) => into[row] = Mean(labels, weights), scores);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)Output);
        _votes.Write(writer);
    }

    internal static NeighbourModel Read(ModelReader reader)
    {
        var output = (ModelOutput)reader.Int32();
        var votes = NeighbourVotes.Read(reader);
        if (output is not (ModelOutput.Probability or ModelOutput.Value) || (output == ModelOutput.Probability && votes.Labels.ContainsAnyExcept(0.0, 1.0)))
            throw new ModelFormatException("A model of neighbours must give a value, or a probability from labels 0 and 1. The model was not written by Bellwether; train it again.");
        return new NeighbourModel(votes, output);
    }

    private static double Mean(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        var (sum, low, high) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < labels.Length; i++)
        {
            sum += labels[i] * weights[i];
            (low, high) = (Math.Min(low, labels[i]), Math.Max(high, labels[i]));
        }

        return Math.Clamp(sum, low, high);
    }
}
