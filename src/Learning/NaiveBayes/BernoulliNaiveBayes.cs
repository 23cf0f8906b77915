using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.NaiveBayes;

/// <summary>Naive Bayes for presence: what a row lacks counts as well as what it has. A value above 0 is present.</summary>
/// <remarks>Shares are (rows with the column + α) / (rows + 2 α) per class (Manning, Raghavan and Schütze, 2008, section 13.3). As scikit-learn's BernoulliNB, but
/// for columns that no training row has: they say nothing here. One pass, O(entries); one thread; the order of rows changes only the last bits.</remarks>
public sealed record BernoulliNaiveBayes : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "Bernoulli naive Bayes";

    /// <summary>α: rows with and without every column from the start; 1 by default.</summary>
    public double Alpha { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Whether frequent classes are likelier from the start.</summary>
    public bool FitPrior { get; init; } = true;

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        var counts = ClassCounts.Of(train, Name, binary: true, context);
        var (k, weights, intercepts) = (counts.Classes, new double[counts.Sums.Length], counts.LogPriors(FitPrior));
        for (var i = 0; i < weights.Length; i++)
        {
            if (!counts.Occurs(i / k))
                continue;
            var (present, rows) = (counts.Sums[i] + Alpha, counts.Rows[i % k] + (2 * Alpha));
            var absent = Math.Log(Math.Max(rows - present, double.Epsilon)) - Math.Log(rows);
            weights[i] = Math.Log(present) - Math.Log(rows) - absent;
            intercepts[i % k] += absent;
        }

        return counts.Model(weights, intercepts, binary: true);
    }
}
