using Bellwether.Data.Models;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeExchange;

/// <summary>What an objective of XGBoost means here: its link, what its score is, and how base_score becomes the start of the sums.</summary>
/// <param name="Output">What the score means.</param>
/// <param name="Link">What makes scores of sums.</param>
/// <param name="Start">What is done to base_score, which the file tells on the scale of the predictions.</param>
internal sealed record XGBoostObjective(ModelOutput Output, TreeLink Link, TreeLink Start)
{
    /// <summary>The objective of a name; null when it is not known.</summary>
    public static XGBoostObjective? Named(string name) => name switch
    {
        "binary:logistic" => new(ModelOutput.Probability, TreeLink.Logistic, TreeLink.Logistic),
        "reg:logistic" => new(ModelOutput.Value, TreeLink.Logistic, TreeLink.Logistic),
        "binary:logitraw" or "binary:hinge" or "rank:pairwise" or "rank:ndcg" or "rank:map" => new(ModelOutput.Score, TreeLink.Identity, TreeLink.Identity),
        "reg:squarederror" or "reg:linear" or "reg:squaredlogerror" or "reg:pseudohubererror" or "reg:absoluteerror" or "reg:quantileerror" or "reg:expectileerror"
            => new(ModelOutput.Value, TreeLink.Identity, TreeLink.Identity),
        "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" or "survival:aft" => new(ModelOutput.Value, TreeLink.Exponential, TreeLink.Exponential),
        "multi:softprob" or "multi:softmax" => new(ModelOutput.Class, TreeLink.Softmax, TreeLink.Identity),
        _ => null,
    };

    /// <summary>Where sums start, by the single-precision arithmetic of XGBoost; NaN where a base score is not allowed.</summary>
    public double StartOf(float baseScore) => Start switch
    {
        TreeLink.Logistic => baseScore is > 0 and < 1 ? -MathF.Log((1f / baseScore) - 1f) : double.NaN,
        TreeLink.Exponential => baseScore > 0 ? MathF.Log(baseScore) : double.NaN,
        _ => baseScore,
    };
}
