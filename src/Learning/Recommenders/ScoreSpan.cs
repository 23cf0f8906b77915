using System.Numerics.Tensors;

namespace Bellwether.Learning.Recommenders;

/// <summary>What every recommender does with the span it fills.</summary>
internal static class ScoreSpan
{
    /// <summary>Checks the arguments of a score by user.</summary>
    public static void Check(int user, int users, ReadOnlySpan<float> scores, int items)
    {
        if ((uint)user >= (uint)users)
            throw new ArgumentOutOfRangeException(nameof(user), user, $"The user must be one of the {users} that were fitted on; for others give the history.");
        Check(scores, items);
    }

    /// <summary>Checks the arguments of a score by history.</summary>
    public static void Check(ReadOnlySpan<int> history, ReadOnlySpan<float> values, ReadOnlySpan<float> scores, int items)
    {
        if (!values.IsEmpty && values.Length != history.Length)
            throw new ArgumentException($"Values must be empty or one for each of the {history.Length} items of the history, but are {values.Length}.", nameof(values));
        Check(scores, items);
    }

    /// <summary>The value at a place of a history: 1 where no values were given, and what is not finite is brought to the nearest number that is.</summary>
    public static float Value(ReadOnlySpan<float> values, int at) => values.IsEmpty ? 1 : float.IsNaN(values[at]) ? 0 : Math.Clamp(values[at], -1e9f, 1e9f);

    /// <summary>Brings what overflowed to the nearest finite number, NaN to 0.</summary>
    public static void MakeFinite(Span<float> scores)
    {
        if (float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(scores)))
            return;
        foreach (ref var score in scores)
            score = float.IsNaN(score) ? 0 : Math.Clamp(score, float.MinValue, float.MaxValue);
    }

    private static void Check(ReadOnlySpan<float> scores, int items)
    {
        if (scores.Length != items)
            throw new ArgumentException($"Scores must have room for one number for each of the {items} items, but have room for {scores.Length}.", nameof(scores));
    }
}
