namespace Bellwether.Numerics.Scoring;

/// <summary>The k best of n scores, best first: what a list of recommendations is.</summary>
public static class TopItems
{
    /// <summary>Writes the places of the highest scores, the highest first; of equal scores the lower place comes first.</summary>
    /// <param name="scores">Scores (n); NaN is never chosen.</param>
    /// <param name="excluded">Places that must not be chosen, rising: what a user has seen.</param>
    /// <param name="top">Receives up to k places.</param>
    /// <returns>How many were written: k, or all that could be chosen where fewer can.</returns>
    /// <remarks>A heap of k in <paramref name="top"/> itself: O(n + changes·log k), no allocation.</remarks>
    public static int Select(ReadOnlySpan<float> scores, ReadOnlySpan<int> excluded, Span<int> top)
    {
        if (top.IsEmpty)
            return 0;
        var (count, skip, least) = (0, 0, float.NaN);
        for (var place = 0; place < scores.Length; place++)
        {
            while (skip < excluded.Length && excluded[skip] < place)
                skip++;
            if (skip < excluded.Length && excluded[skip] == place)
                continue;
            var score = scores[place];
            if (count == top.Length)
            {
                if (!(score > least))
                    continue;
                top[0] = place;
                Sink(scores, top, 0);
                least = scores[top[0]];
            }
            else if (!float.IsNaN(score))
            {
                top[count++] = place;
                Rise(scores, top, count - 1);
                if (count == top.Length)
                    least = scores[top[0]];
            }
        }

        for (var last = count - 1; last > 0; last--)
        {
            (top[0], top[last]) = (top[last], top[0]);
            Sink(scores, top[..last], 0);
        }

        return count;
    }

    /// <summary>Whether place a comes after place b in the list, so that the worst lies on top of the heap.</summary>
    private static bool Worse(ReadOnlySpan<float> scores, int a, int b) => scores[a] < scores[b] || (scores[a] == scores[b] && a > b);

    private static void Rise(ReadOnlySpan<float> scores, Span<int> heap, int at)
    {
        for (var parent = (at - 1) / 2; at > 0 && Worse(scores, heap[at], heap[parent]); at = parent, parent = (at - 1) / 2)
            (heap[at], heap[parent]) = (heap[parent], heap[at]);
    }

    private static void Sink(ReadOnlySpan<float> scores, Span<int> heap, int at)
    {
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= heap.Length)
                return;
            if (child + 1 < heap.Length && Worse(scores, heap[child + 1], heap[child]))
                child++;
            if (!Worse(scores, heap[child], heap[at]))
                return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }
}
