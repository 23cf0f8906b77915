using Bellwether.Data.Formats;

namespace Bellwether.Data.Models;

/// <summary>Scores items for users: immutable, safe to share between threads.</summary>
public interface IRecommender : IArtifact
{
    /// <summary>How many users it knows.</summary>
    int Users { get; }

    /// <summary>How many items it knows.</summary>
    int Items { get; }

    /// <summary>Writes the score of every item (items) for a user that it was fitted on: the more, the better; a rating where it predicts
    /// ratings. Always finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The user is not known.</exception>
    void Score(int user, Span<float> scores);

    /// <summary>The same for somebody of whom only a history is known: the items touched, and their values (empty: 1 each). An empty history gives
    /// what suits everybody. Items that are not known are passed over.</summary>
    void Score(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> scores);
}
