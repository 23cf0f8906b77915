using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Neighbours;

/// <summary>Training rows as points with labels, and how the nearest of them vote. Immutable.</summary>
internal sealed class NeighbourVotes
{
    private const int QueryBlock = 1024;

    private readonly NeighbourIndex _index;
    private readonly double[] _labels;
    private readonly double[]? _weights;
    private readonly int _k;
    private readonly VoteWeights _votes;

    public NeighbourVotes(PointSpace space, float[] points, double[] labels, double[]? weights, int k, VoteWeights votes)
    {
        (Space, _labels, _weights, _votes) = (space, labels, weights, votes);
        _k = Math.Min(k, labels.Length);
        _index = new NeighbourIndex(new Vectors(points, space.Dimension));
    }

    /// <summary>How vectors become points.</summary>
    public PointSpace Space { get; }

    /// <summary>The labels (n).</summary>
    public ReadOnlySpan<double> Labels => _labels;

    /// <summary>What a caller makes of the labels and weights of the neighbours, nearest first.</summary>
    public delegate void Verdict<TState>(int row, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, TState state) where TState : allows ref struct;

    /// <summary>Writes the labels and the weights (k each) of the votes for one vector; weights sum to 1.</summary>
    public void Votes(ReadOnlySpan<double> features, Span<double> labels, Span<double> weights)
    {
        Numerics.Require.SameLength(Space.Schema.Count, features.Length, nameof(features));
        var rentedPoint = ArrayPool<float>.Shared.Rent(Space.Dimension);
        var rented = ArrayPool<Neighbour>.Shared.Rent(_k);
        var point = rentedPoint.AsSpan(0, Space.Dimension);
        Space.Encode(features, point);
        var found = rented.AsSpan(0, _k);
        Weigh(found[.._index.Nearest(point, found)], labels, weights);
        ArrayPool<float>.Shared.Return(rentedPoint);
        ArrayPool<Neighbour>.Shared.Return(rented);
    }

    /// <summary>How many vote.</summary>
    public int Voters => _k;

    /// <summary>Gives the votes for every row of a dataset, a block of rows at a time.</summary>
    public void Votes<TState>(Dataset data, Verdict<TState> verdict, TState state) where TState : allows ref struct
    {
        var (features, one) = (new double[data.Width], new ParallelOptions { MaxDegreeOfParallelism = 1 });
        var (labels, weights) = (new double[_k], new double[_k]);
        for (var first = 0; first < data.Rows; first += QueryBlock)
        {
            var count = Math.Min(QueryBlock, data.Rows - first);
            var points = new float[count * Space.Dimension];
            for (var i = 0; i < count; i++)
            {
                data.CopyRow(first + i, features);
                Space.Encode(features, points.AsSpan(i * Space.Dimension, Space.Dimension));
            }

            var found = _index.All(new Vectors(points, Space.Dimension), _k, one);
            for (var i = 0; i < count; i++)
            {
                Weigh(found.AsSpan(i * _k, _k), labels, weights);
                verdict(first + i, labels, weights, state);
            }
        }
    }

    /// <summary>Writes everything.</summary>
    public void Write(ModelWriter writer)
    {
        Space.Write(writer);
        writer.Array(_index.Points.Values);
        writer.Array<double>(_labels);
        writer.Array<double>(_weights);
        writer.Int32(_k);
        writer.Int32((int)_votes);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">Lengths do not agree, or a number is not sound.</exception>
    public static NeighbourVotes Read(ModelReader reader)
    {
        var space = PointSpace.Read(reader);
        var (points, labels, weights) = (reader.Array<float>(), reader.Array<double>(), reader.Array<double>());
        var (k, votes) = (reader.Int32(), (VoteWeights)reader.Int32());
        if (space.Dimension < 1 || labels.Length == 0 || points.Length != (long)labels.Length * space.Dimension || (weights.Length != 0 && weights.Length != labels.Length))
            throw new ModelFormatException("A model of neighbours must have one point and label per row, and a weight per row or none. The model was not written by Bellwether; train it again.");
        if (k < 1 || k > labels.Length || !Enum.IsDefined(votes) || labels.Any(l => !double.IsFinite(l)) || weights.Any(w => !(w >= 0) || !double.IsFinite(w)) || points.Any(p => !(Math.Abs(p) <= 1e15f)))
            throw new ModelFormatException("A model of neighbours must have between 1 and all rows vote, by finite numbers. The model was not written by Bellwether; train it again.");
        return new NeighbourVotes(space, points, labels, weights.Length == 0 ? null : weights, k, votes);
    }

    private void Weigh(ReadOnlySpan<Neighbour> found, Span<double> labels, Span<double> weights)
    {
        var (exact, total) = (found[0].SquaredDistance == 0, 0.0);
        for (var i = 0; i < found.Length; i++)
        {
            labels[i] = _labels[found[i].Row];
            var own = _weights is null ? 1 : _weights[found[i].Row];
            weights[i] = _votes == VoteWeights.Uniform ? own : exact ? (found[i].SquaredDistance == 0 ? own : 0) : own / Math.Sqrt(found[i].SquaredDistance);
            total += weights[i];
        }

        for (var i = 0; i < found.Length; i++)
            weights[i] = total > 0 && double.IsFinite(total) ? weights[i] / total : 1.0 / found.Length;
    }
}
