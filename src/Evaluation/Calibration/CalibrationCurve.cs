using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Evaluation.Calibration;

/// <summary>Predicted probability against observed share, by bin.</summary>
/// <param name="Bins">The bins that hold rows, by rising probability.</param>
/// <param name="Error">The expected calibration error over these bins; NaN for no rows.</param>
public sealed record CalibrationCurve(IReadOnlyList<CalibrationBin> Bins, double Error)
{
    /// <summary>The curve of probabilities against labels.</summary>
    /// <param name="rows">Rows with probabilities as scores.</param>
    /// <param name="bins">At most this many bins; empty ones are left out.</param>
    /// <param name="kind">Equal width, or equal weight.</param>
    /// <exception cref="ArgumentException">Scores are no probabilities or labels not 0 or 1.</exception>
    public static CalibrationCurve Of(ScoredRows rows, int bins = 10, BinKind kind = BinKind.EqualMass)
    {
        Require.Positive(bins);
        rows.RequireFit(MetricTask.Probability, "a calibration curve");
        var total = 0.0;
        foreach (var weight in rows.Weights)
            total += weight;
        var curve = new List<CalibrationBin>();
        var error = 0.0;
        var seen = 0.0;
        for (var i = rows.Count - 1; i >= 0;)
        {
            var start = i;
            var bin = BinOf(rows.Scores[i], seen);
            double weight = 0, squares = 0, predicted = 0, positive = 0;
            while (i >= 0 && (BinOf(rows.Scores[i], seen) == bin || (i < start && rows.Scores[i] == rows.Scores[i + 1])))
            {
                var w = rows.Weights[i];
                weight += w;
                squares += w * w;
                predicted += w * rows.Scores[i];
                positive += w * rows.Labels[i];
                seen += w;
                i--;
            }

            if (!(weight > 0))
                continue;
            var effective = weight / squares;
            var (low, high) = Wilson.Interval(positive * effective, weight * effective);
            curve.Add(new CalibrationBin(rows.Scores[start], rows.Scores[i + 1], start - i, predicted / weight, positive / weight, low, high));
            error += Math.Abs(predicted - positive);
        }

        return new CalibrationCurve(curve, total > 0 ? error / total : double.NaN);

        int BinOf(double score, double before) =>
            Math.Min(bins - 1, kind == BinKind.EqualWidth ? (int)(score * bins) : (int)((before / total * bins) + 1e-9));
    }
}
