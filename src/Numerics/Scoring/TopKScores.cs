namespace Bellwether.Numerics.Scoring;

/// <summary>How good a list of k places is, where some places are relevant and the rest are not: one user's recommendations, one query's results.</summary>
/// <remarks>Gain is 1 for relevant, 0 else; the place at rank r (from 1) is discounted by log₂(r + 1). Every measure is 0 for an empty list and NaN where
/// nothing is relevant. <c>relevant</c> is sorted, without repeats. No allocation.</remarks>
public static class TopKScores
{
    /// <summary>Relevant places in the list over k: a list shorter than k counts as padded with what is not relevant.</summary>
    public static double Precision(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k) =>
        relevant.IsEmpty ? double.NaN : (double)Hits(list, relevant, k) / k;

    /// <summary>Relevant places in the list over all relevant places (LightGCN's and RecBole's recall): below 1 where more than k are relevant.</summary>
    public static double Recall(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k) =>
        relevant.IsEmpty ? double.NaN : (double)Hits(list, relevant, k) / relevant.Length;

    /// <summary>Relevant places in the list over the most that could stand there, min(k, relevant) (Liang et al., Mult-VAE).</summary>
    public static double TruncatedRecall(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k) =>
        relevant.IsEmpty ? double.NaN : (double)Hits(list, relevant, k) / Math.Min(k, relevant.Length);

    /// <summary>Discounted gain over that of the best list, which has min(k, relevant) relevant places first.</summary>
    public static double Ndcg(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k)
    {
        double gain = 0, best = 0;
        for (var rank = 0; rank < Math.Min(k, list.Length); rank++)
            if (relevant.BinarySearch(list[rank]) >= 0)
                gain += 1 / Math.Log2(rank + 2);
        for (var rank = 0; rank < Math.Min(k, relevant.Length); rank++)
            best += 1 / Math.Log2(rank + 2);
        return relevant.IsEmpty ? double.NaN : gain / best;
    }

    /// <summary>One over the rank of the first relevant place among the first k; 0 where none is.</summary>
    public static double ReciprocalRank(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k)
    {
        for (var rank = 0; rank < Math.Min(k, list.Length); rank++)
            if (relevant.BinarySearch(list[rank]) >= 0)
                return 1.0 / (rank + 1);
        return relevant.IsEmpty ? double.NaN : 0;
    }

    /// <summary>The sum of precision at each relevant rank among the first k, over min(k, relevant).</summary>
    public static double AveragePrecision(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k)
    {
        var (hits, sum) = (0, 0.0);
        for (var rank = 0; rank < Math.Min(k, list.Length); rank++)
            if (relevant.BinarySearch(list[rank]) >= 0)
                sum += ++hits / (rank + 1.0);
        return relevant.IsEmpty ? double.NaN : sum / Math.Min(k, relevant.Length);
    }

    private static int Hits(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k)
    {
        var hits = 0;
        for (var rank = 0; rank < Math.Min(k, list.Length); rank++)
            if (relevant.BinarySearch(list[rank]) >= 0)
                hits++;
        return hits;
    }
}
