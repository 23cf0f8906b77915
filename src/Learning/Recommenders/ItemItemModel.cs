using System.Numerics.Tensors;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Recommenders;

/// <summary>Scores an item by a sum over the items of a history: value times a weight from item to item. Immutable, safe to share between threads.</summary>
/// <remarks>What EASE, SLIM, item neighbours and SAR learn. A known user scores exactly as his history does. Somebody without a history gets each
/// item's share of all interactions. O(history·items) for dense weights, O(history·neighbours + items) for sparse ones; no allocation.</remarks>
public sealed class ItemItemModel : IRecommender
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "item-item/1";

    private readonly SparseMatrix _histories;
    private readonly float[] _popularity;
    private readonly float[] _dense;
    private readonly SparseMatrix? _sparse;

    internal ItemItemModel(SparseMatrix histories, float[] dense)
        : this(histories, dense, null)
    {
    }

    internal ItemItemModel(SparseMatrix histories, SparseMatrix sparse)
        : this(histories, [], sparse)
    {
    }

    private ItemItemModel(SparseMatrix histories, float[] dense, SparseMatrix? sparse) =>
        (_histories, _dense, _sparse, _popularity) = (histories, dense, sparse, Popularity.Shares(histories));

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Users => _histories.Rows;

    /// <inheritdoc/>
    public int Items => _histories.Width;

    /// <summary>How many weights other than 0 there are.</summary>
    public long Weights => _sparse?.Entries ?? _dense.LongCount(w => w != 0);

    /// <summary>What one unit of <paramref name="from"/> in a history adds to the score of <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An item is not known.</exception>
    public float Weight(int from, int to)
    {
        if ((uint)from >= (uint)Items || (uint)to >= (uint)Items)
            throw new ArgumentOutOfRangeException(nameof(to), $"Items must be below {Items}, but here are {from} and {to}.");
        if (_sparse is null)
            return _dense[(from * Items) + to];
        var at = _sparse.Columns(from).BinarySearch(to);
        return at >= 0 ? _sparse.Values(from)[at] : 0;
    }

    /// <inheritdoc/>
    public void Score(int user, Span<float> scores)
    {
        ScoreSpan.Check(user, Users, scores, Items);
        Sum(_histories.Columns(user), _histories.Values(user), scores);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> scores)
    {
        ScoreSpan.Check(history, values, scores, Items);
        Sum(history, values, scores);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        RecommenderFields.Write(writer, _histories);
        writer.Bool(_sparse is not null);
        if (_sparse is not null)
            RecommenderFields.Write(writer, _sparse);
        else
            writer.Array<float>(_dense);
    }

    internal static ItemItemModel Read(ModelReader reader)
    {
        var histories = RecommenderFields.Matrix(reader);
        RecommenderFields.Must(histories.Entries > 0, "have an interaction");
        if (!reader.Bool())
            return new ItemItemModel(histories, RecommenderFields.Numbers(reader, (long)histories.Width * histories.Width, "weights"));
        var sparse = RecommenderFields.Matrix(reader);
        RecommenderFields.Must(sparse.Rows == histories.Width && sparse.Width == histories.Width, "have weights from every item to every item");
        return new ItemItemModel(histories, sparse);
    }

    private void Sum(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> scores)
    {
        scores.Clear();
        var known = false;
        for (var at = 0; at < history.Length; at++)
        {
            if ((uint)history[at] >= (uint)Items)
                continue;
            known = true;
            var value = ScoreSpan.Value(values, at);
            if (_sparse is null)
            {
                TensorPrimitives.MultiplyAdd(_dense.AsSpan(history[at] * Items, Items), value, scores, scores);
                continue;
            }

            var weights = _sparse.Values(history[at]);
            var targets = _sparse.Columns(history[at]);
            for (var i = 0; i < targets.Length; i++)
                scores[targets[i]] += value * weights[i];
        }

        if (!known)
            _popularity.CopyTo(scores);
        ScoreSpan.MakeFinite(scores);
    }
}
