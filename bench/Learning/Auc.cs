using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Area under the ROC curve, ties counted half, and its spread over resampled rows.</summary>
public static class Auc
{
    public static double Of(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores)
    {
        var (sorted, order) = (scores.ToArray(), new int[scores.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var (rankSum, positives) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length;)
        {
            var j = i;
            while (j < sorted.Length && sorted[j] == sorted[i])
                j++;
            for (var k = i; k < j; k++)
                if (labels[order[k]] == 1)
                {
                    positives++;
                    rankSum += (i + j + 1) / 2.0;
                }

            i = j;
        }

        return (rankSum - (positives * (positives + 1) / 2)) / (positives * (labels.Length - positives));
    }

    /// <summary>The 2.5 % and 97.5 % quantiles of a statistic over 500 bootstrap samples of the rows.</summary>
    public static (double Low, double High) Interval(double[] labels, double[] scores, Func<double[], double[], double> statistic)
    {
        var (stream, values) = (new Seed(7).Stream(), new double[500]);
        var (l, s) = (new double[labels.Length], new double[labels.Length]);
        for (var b = 0; b < values.Length; b++)
        {
            for (var i = 0; i < l.Length; i++)
            {
                var pick = stream.NextInt(l.Length);
                (l[i], s[i]) = (labels[pick], scores[pick]);
            }

            values[b] = statistic(l, s);
        }

        Array.Sort(values);
        return (values[12], values[487]);
    }
}
