using Bellwether.Data.Formats;
using Bellwether.Learning.Recommenders;

namespace Bellwether.Learning.Factorization;

/// <summary>The numbers of a factor model. Arrays are not changed once a model has them.</summary>
/// <param name="Users">How many users.</param>
/// <param name="Items">How many items.</param>
/// <param name="Factors">d; 0 where there are biases only.</param>
internal sealed record FactorSet(int Users, int Items, int Factors)
{
    /// <summary>(users, d).</summary>
    public float[] UserFactors { get; init; } = [];

    /// <summary>(items, d).</summary>
    public float[] ItemFactors { get; init; } = [];

    /// <summary>(items, d) of SVD++: what having touched an item says of a user; or empty.</summary>
    public float[] HistoryFactors { get; init; } = [];

    /// <summary>(users), or empty.</summary>
    public float[] UserBias { get; init; } = [];

    /// <summary>(items), or empty.</summary>
    public float[] ItemBias { get; init; } = [];

    /// <summary>The mean rating; 0 where there are no ratings.</summary>
    public float Mean { get; init; }

    public void Write(ModelWriter writer)
    {
        writer.Int32(Users);
        writer.Int32(Items);
        writer.Int32(Factors);
        writer.Double(Mean);
        foreach (var array in new[] { UserFactors, ItemFactors, HistoryFactors, UserBias, ItemBias })
            writer.Array<float>(array);
    }

    public static FactorSet Read(ModelReader reader)
    {
        var (users, items, d, mean) = (reader.Int32(), reader.Int32(), reader.Int32(), reader.Double());
        RecommenderFields.Must(users > 0 && items > 0 && d is >= 0 and <= 46_340 && float.IsFinite((float)mean), "have users, items, at most 46340 factors and a finite mean");
        return new FactorSet(users, items, d)
        {
            Mean = (float)mean,
            UserFactors = RecommenderFields.Numbers(reader, (long)users * d, "user factors"),
            ItemFactors = RecommenderFields.Numbers(reader, (long)items * d, "item factors"),
            HistoryFactors = Optional(reader, (long)items * d, "history factors"),
            UserBias = Optional(reader, users, "user biases"),
            ItemBias = Optional(reader, items, "item biases"),
        };
    }

    private static float[] Optional(ModelReader reader, long count, string what)
    {
        var numbers = reader.Array<float>();
        RecommenderFields.Must(numbers.Length == 0 || numbers.Length == count, $"have no or {count} {what}, but has {numbers.Length}");
        RecommenderFields.Must(Array.TrueForAll(numbers, float.IsFinite), $"have finite {what}");
        return numbers;
    }
}
