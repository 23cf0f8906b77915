namespace Bellwether.Evaluation.Ranking;

/// <summary>A measure of one user's list of k items; see <see cref="Numerics.Scoring.TopKScores"/> for the conventions of each.</summary>
public enum RankingMeasure
{
    /// <summary>Hits over k.</summary>
    Precision,

    /// <summary>Hits over all relevant items.</summary>
    Recall,

    /// <summary>Hits over min(k, relevant items).</summary>
    TruncatedRecall,

    /// <summary>Normalized discounted cumulative gain, binary.</summary>
    Ndcg,

    /// <summary>One over the rank of the first hit.</summary>
    ReciprocalRank,

    /// <summary>Average precision over min(k, relevant items); its mean is MAP.</summary>
    AveragePrecision,
}
