using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.NaiveBayes;

/// <summary>Naive Bayes for counts that learns each class from the rows of all others: steadier where classes are of unequal size.</summary>
/// <remarks>Rennie, Shih, Teevan and Karger, "Tackling the poor assumptions of naive Bayes text classifiers" (2003), table 4, steps 4 to 8. As scikit-learn's
/// ComplementNB (no prior; probabilities are the softmax of the sums, and are not calibrated), but for columns that no training row has: they say nothing here.
/// One pass, O(entries); one thread; the order of rows changes only the last bits.</remarks>
public sealed record ComplementNaiveBayes : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "complement naive Bayes";

    /// <summary>α: counts that every column has from the start; 1 by default.</summary>
    public double Alpha { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Whether the weights of a class are divided by the sum of their absolute values (step 7).</summary>
    public bool Normalize { get; init; }

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        var counts = ClassCounts.Of(train, Name, binary: false, context);
        var (k, sums, totals) = (counts.Classes, counts.Sums, new double[counts.Classes]);
        var (weights, norms) = (new double[sums.Length], new double[counts.Classes]);
        for (var first = 0; first < sums.Length; first += k)
        {
            var all = Sum(sums.AsSpan(first, k));
            for (var label = 0; label < k && all > 0; label++)
                totals[label] += all - sums[first + label] + Alpha;
        }

        for (var first = 0; first < sums.Length; first += k)
        {
            var all = Sum(sums.AsSpan(first, k));
            for (var label = 0; label < k && all > 0; label++)
            {
                var log = Math.Log(Math.Max(0, all - sums[first + label]) + Alpha) - Math.Log(totals[label]);
                (weights[first + label], norms[label]) = (-log, norms[label] + log);
            }
        }

        for (var i = 0; i < weights.Length && Normalize; i++)
            weights[i] = norms[i % k] == 0 ? 0 : -weights[i] / norms[i % k];
        return counts.Model(weights, new double[k], binary: false);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
