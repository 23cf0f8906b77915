using System.Numerics.Tensors;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Recommenders;

namespace Bellwether.Learning.Factorization;

/// <summary>Scores an item by the product of the user's and the item's factors, plus biases where the method has them. Immutable, safe to share between threads.</summary>
/// <remarks>What implicit ALS, BPR, PureSVD, biased factorization and SVD++ learn. Somebody of whom only a history is known gets factors by least squares
/// with item factors fixed; without a history, the mean of all users' factors. Score by user O(items·d), by history O(history·d² + d³) more; no allocation.</remarks>
public sealed class FactorModel : IRecommender
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "factors/1";

    private readonly FactorSet _set;
    private readonly FoldIn _fold;
    private readonly HistoryFactors _histories;

    internal FactorModel(FactorSet set, FoldIn fold) => (_set, _fold, _histories) = (set, fold, new HistoryFactors(set, fold));

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Users => _set.Users;

    /// <inheritdoc/>
    public int Items => _set.Items;

    /// <summary>d.</summary>
    public int Factors => _set.Factors;

    /// <summary>The factors (d) of an item: what an index of nearest neighbours takes.</summary>
    public ReadOnlySpan<float> Item(int item) => _set.ItemFactors.AsSpan(item * Factors, Factors);

    /// <summary>The factors (d) of a user.</summary>
    public ReadOnlySpan<float> User(int user) => _set.UserFactors.AsSpan(user * Factors, Factors);

    /// <inheritdoc/>
    public void Score(int user, Span<float> scores)
    {
        ScoreSpan.Check(user, Users, scores, Items);
        Fill(User(user), _set.UserBias.Length > 0 ? _set.UserBias[user] : 0, scores);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> scores)
    {
        ScoreSpan.Check(history, values, scores, Items);
        using var rented = new RentedFloats(Factors + 1);
        var factors = rented.Span;
        _histories.Find(history, values, factors);
        Fill(factors[..Factors], factors[Factors], scores);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)_fold.Kind);
        writer.Double(_fold.L2);
        writer.Double(_fold.Unobserved);
        writer.Double(_fold.FrequencyPower);
        _set.Write(writer);
    }

    internal static FactorModel Read(ModelReader reader)
    {
        var fold = new FoldIn((FoldKind)reader.Int32(), reader.Double(), reader.Double(), reader.Double());
        RecommenderFields.Must(Enum.IsDefined(fold.Kind), "find factors of histories in a known way");
        RecommenderFields.Must(double.IsFinite(fold.L2 + fold.Unobserved + fold.FrequencyPower) && fold.L2 >= 0 && fold.Unobserved >= 0, "have finite penalties of 0 or more");
        return new FactorModel(FactorSet.Read(reader), fold);
    }

    private void Fill(ReadOnlySpan<float> user, float userBias, Span<float> scores)
    {
        var (items, d) = (_set.ItemFactors, Factors);
        if (d == 0)
            scores.Clear();
        else
            for (var item = 0; item < scores.Length; item++)
                scores[item] = TensorPrimitives.Dot(user, items.AsSpan(item * d, d));
        if (_set.ItemBias.Length > 0)
            TensorPrimitives.Add(scores, _set.ItemBias, scores);
        if (_set.Mean + userBias != 0)
            TensorPrimitives.Add(scores, _set.Mean + userBias, scores);
        ScoreSpan.MakeFinite(scores);
    }
}
