using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Recommenders;

/// <summary>The same scores for everybody. Immutable, safe to share between threads.</summary>
public sealed class PopularityModel : IRecommender
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "popularity/1";

    private readonly float[] _scores;

    internal PopularityModel(int users, float[] scores) => (Users, _scores) = (users, scores);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Users { get; }

    /// <inheritdoc/>
    public int Items => _scores.Length;

    /// <inheritdoc/>
    public void Score(int user, Span<float> scores)
    {
        ScoreSpan.Check(user, Users, scores, Items);
        _scores.CopyTo(scores);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> scores)
    {
        ScoreSpan.Check(history, values, scores, Items);
        _scores.CopyTo(scores);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32(Users);
        writer.Int32(Items);
        writer.Array<float>(_scores);
    }

    internal static PopularityModel Read(ModelReader reader)
    {
        var (users, items) = (reader.Int32(), reader.Int32());
        RecommenderFields.Must(users > 0 && items > 0, "have users and items");
        return new PopularityModel(users, RecommenderFields.Numbers(reader, items, "scores"));
    }
}
