using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Factorization;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Recommenders;

/// <summary>Ratings from those of the nearest users. Immutable, safe to share between threads.</summary>
public sealed class UserNeighboursModel : IRecommender
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "user-neighbours/1";

    private readonly SparseMatrix _byUser;
    private readonly SparseMatrix _byItem;
    private readonly UserNeighbours _options;
    private readonly RatingBiases _biases;

    internal UserNeighboursModel(SparseMatrix byUser, UserNeighbours options, RatingBiases biases) =>
        (_byUser, _byItem, _options, _biases) = (byUser, byUser.Transpose(), options, biases);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Users => _byUser.Rows;

    /// <inheritdoc/>
    public int Items => _byUser.Width;

    /// <inheritdoc/>
    public void Score(int user, Span<float> scores)
    {
        ScoreSpan.Check(user, Users, scores, Items);
        Fill(_byUser.Columns(user), _byUser.Values(user), _biases.Users[user], user, scores);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> scores)
    {
        ScoreSpan.Check(history, values, scores, Items);
        var (sum, known) = (0.0, 0);
        for (var at = 0; at < history.Length; at++)
        {
            if ((uint)history[at] >= (uint)Items)
                continue;
            sum += ScoreSpan.Value(values, at) - _biases.Mean - _biases.Items[history[at]];
            known++;
        }

        Fill(history, values, known > 0 ? (float)(sum / (_options.UserL2 + known)) : 0, -1, scores);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32(_options.Neighbours);
        writer.Int32((int)_options.Similarity);
        writer.Double(_options.Shrinkage);
        writer.Bool(_options.UseBiases);
        writer.Double(_options.UserL2);
        writer.Double(_options.ItemL2);
        writer.Double(_biases.Mean);
        writer.Array<float>(_biases.Users);
        writer.Array<float>(_biases.Items);
        RecommenderFields.Write(writer, _byUser);
    }

    internal static UserNeighboursModel Read(ModelReader reader)
    {
        var (neighbours, similarity, shrinkage) = (reader.Int32(), (RatingSimilarity)reader.Int32(), reader.Double());
        var (useBiases, userL2, itemL2, mean) = (reader.Bool(), reader.Double(), reader.Double(), reader.Double());
        RecommenderFields.Must(neighbours > 0 && Enum.IsDefined(similarity), "count neighbours in a known way");
        RecommenderFields.Must(double.IsFinite(shrinkage + userL2 + itemL2 + mean) && shrinkage >= 0 && userL2 >= 0 && itemL2 >= 0, "have finite options of 0 or more");
        var (users, items) = (reader.Array<float>(), reader.Array<float>());
        RecommenderFields.Must(Array.TrueForAll(users, float.IsFinite) && Array.TrueForAll(items, float.IsFinite), "have finite biases");
        var ratings = RecommenderFields.Matrix(reader);
        RecommenderFields.Must(users.Length == ratings.Rows && items.Length == ratings.Width, "have one bias for each user and item");
        return new UserNeighboursModel(
            ratings,
            new UserNeighbours { Neighbours = neighbours, Similarity = similarity, Shrinkage = shrinkage, UseBiases = useBiases, UserL2 = userL2, ItemL2 = itemL2 },
            new RatingBiases(mean, users, items));
    }

    private void Fill(ReadOnlySpan<int> history, ReadOnlySpan<float> values, float bias, int self, Span<float> scores)
    {
        var keys = ArrayPool<ulong>.Shared.Rent(Math.Max(1, Users));
        var weights = ArrayPool<float>.Shared.Rent(Items);
        var counts = ArrayPool<int>.Shared.Rent(Items);
        var near = Nearest(history, values, bias, self, keys);
        weights.AsSpan(0, Items).Clear();
        counts.AsSpan(0, Items).Clear();
        scores.Clear();
        for (var rank = near - 1; rank >= 0; rank--)
        {
            var (user, likeness) = (~(uint)keys[rank], BitConverter.UInt32BitsToSingle((uint)(keys[rank] >> 32)));
            var columns = _byUser.Columns((int)user);
            var ratings = _byUser.Values((int)user);
            for (var at = 0; at < columns.Length; at++)
            {
                var item = columns[at];
                if (counts[item] == _options.Neighbours)
                    continue;
                counts[item]++;
                weights[item] += likeness;
                scores[item] += likeness * (_options.UseBiases ? ratings[at] - Baseline((int)user, item) : ratings[at]);
            }
        }

        for (var item = 0; item < Items; item++)
        {
            var baseline = (float)_biases.Mean + bias + _biases.Items[item];
            var fromNear = weights[item] > 0 ? scores[item] / weights[item] : 0;
            scores[item] = weights[item] > 0 && !_options.UseBiases ? fromNear : baseline + fromNear;
        }

        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<float>.Shared.Return(weights);
        ArrayPool<int>.Shared.Return(counts);
        ScoreSpan.MakeFinite(scores);
    }

    private float Baseline(int user, int item) => (float)_biases.Mean + _biases.Users[user] + _biases.Items[item];

    /// <summary>Users with a likeness above 0 as keys that sort by likeness, then by the lower number; gives how many.</summary>
    private int Nearest(ReadOnlySpan<int> history, ReadOnlySpan<float> values, float bias, int self, Span<ulong> keys)
    {
        var sums = ArrayPool<double>.Shared.Rent(4 * Users);
        sums.AsSpan(0, 4 * Users).Clear();
        for (var at = 0; at < history.Length; at++)
            if ((uint)history[at] < (uint)Items)
                Compare(history[at], ScoreSpan.Value(values, at), bias, sums);
        var count = 0;
        for (var user = 0; user < Users; user++)
        {
            var likeness = user == self || sums[4 * user] == 0 ? 0 : Likeness(sums.AsSpan(4 * user, 4));
            if (likeness > 0)
                keys[count++] = ((ulong)BitConverter.SingleToUInt32Bits(likeness) << 32) | ~(uint)user;
        }

        ArrayPool<double>.Shared.Return(sums);
        keys[..count].Sort();
        return count;
    }

    /// <summary>Adds an item to the sums of all its raters: how many in common, and three sums of products.</summary>
    private void Compare(int item, float rating, float bias, double[] sums)
    {
        var users = _byItem.Columns(item);
        var ratings = _byItem.Values(item);
        var relative = _options.Similarity == RatingSimilarity.PearsonBaseline;
        for (var at = 0; at < users.Length; at++)
        {
            var (mine, other) = ((double)rating, (double)ratings[at]);
            if (relative)
                (mine, other) = (mine - _biases.Mean - bias - _biases.Items[item], other - Baseline(users[at], item));
            var to = sums.AsSpan(4 * users[at], 4);
            to[0]++;
            to[1] += mine * other;
            to[2] += mine * mine;
            to[3] += other * other;
        }
    }

    private float Likeness(ReadOnlySpan<double> sums)
    {
        if (_options.Similarity == RatingSimilarity.SquaredDifference)
            return (float)(1 / (1 + (Math.Max(0, sums[2] + sums[3] - (2 * sums[1])) / sums[0])));
        var scale = Math.Sqrt(sums[2] * sums[3]);
        var cosine = scale > 0 ? sums[1] / scale : 0;
        return (float)(_options.Similarity == RatingSimilarity.Cosine ? cosine : cosine * (sums[0] - 1) / (sums[0] - 1 + Math.Max(1e-9, _options.Shrinkage)));
    }
}
