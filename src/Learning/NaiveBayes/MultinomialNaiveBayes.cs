using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.NaiveBayes;

/// <summary>Naive Bayes for counts: a row is drawn column by column from its class's shares.</summary>
/// <remarks>Shares are (sum + α) / (sum of sums + α · columns) (Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 2008, section 13.2); TF-IDF
/// values work as fractional counts. As scikit-learn's MultinomialNB, but for columns that no training row has: they say nothing here. Linear in the values; one
/// pass, O(entries); one thread; the order of rows changes only the last bits.</remarks>
public sealed record MultinomialNaiveBayes : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "multinomial naive Bayes";

    /// <summary>α: counts that every column has from the start; 1 by default (Laplace).</summary>
    public double Alpha { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Whether frequent classes are likelier from the start.</summary>
    public bool FitPrior { get; init; } = true;

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        var counts = ClassCounts.Of(train, Name, binary: false, context);
        var (k, totals) = (counts.Classes, new double[counts.Classes]);
        for (var i = 0; i < counts.Sums.Length; i++)
            totals[i % k] += counts.Sums[i];
        var weights = new double[counts.Sums.Length];
        for (var i = 0; i < weights.Length; i++)
            if (counts.Occurs(i / k))
                weights[i] = Math.Log(counts.Sums[i] + Alpha) - Math.Log(totals[i % k] + (Alpha * counts.Columns));
        return counts.Model(weights, counts.LogPriors(FitPrior), binary: false);
    }
}
