using Bellwether.Numerics.Distributions;
using Bellwether.Numerics.Random;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Monitoring.Quality;

/// <summary>Computes the figures of a window with their 95 % intervals. Rows come sorted by prediction, highest first.</summary>
internal static class QualityFigures
{
    private const int CalibrationBins = 15;

    public static IReadOnlyList<QualityFigure> OfClassifier(double[] scores, double[] labels, int resamples)
    {
        var ones = new double[scores.Length];
        Array.Fill(ones, 1);
        var auc = RankingScores.RocAuc(scores, labels, ones);
        var positives = labels.Count(l => l == 1);
        var (low, high) = RankingScores.RocAucInterval(auc, RankingScores.RocAucStandardError(scores, labels), Math.Min(positives, labels.Length - positives));
        return
        [
            new QualityFigure("roc_auc", auc, low, high),
            Drawn("pr_auc", RankingScores.AveragePrecision, scores, labels, ones, resamples),
            Mean("log_loss", scores, labels, ProbabilityScores.LogLoss),
            Mean("brier", scores, labels, (p, y) => (p - y) * (p - y)),
            Mean("calibration_gap", scores, labels, (p, y) => p - y),
            Drawn("ece", (s, y, w) => ProbabilityScores.CalibrationError(s, y, w, CalibrationBins), scores, labels, ones, resamples),
        ];
    }

    public static IReadOnlyList<QualityFigure> OfRegression(double[] scores, double[] labels)
    {
        var square = Mean("mse", scores, labels, (p, y) => (p - y) * (p - y));
        return
        [
            Mean("mae", scores, labels, (p, y) => Math.Abs(p - y)),
            new QualityFigure("rmse", Math.Sqrt(square.Value), Math.Sqrt(Math.Max(0, square.Low)), Math.Sqrt(square.High)),
            Mean("bias", scores, labels, (p, y) => p - y),
        ];
    }

    /// <summary>A mean over rows with the interval of the normal distribution; no interval below two rows.</summary>
    private static QualityFigure Mean(string name, double[] scores, double[] labels, Func<double, double, double> of)
    {
        double sum = 0, squares = 0;
        var n = scores.Length;
        for (var i = 0; i < n; i++)
            sum += of(scores[i], labels[i]);
        var mean = n > 0 ? sum / n : double.NaN;
        for (var i = 0; i < n; i++)
            squares += (of(scores[i], labels[i]) - mean) * (of(scores[i], labels[i]) - mean);
        var reach = n > 1 ? Normal.TwoSided(0.95) * Math.Sqrt(squares / (n - 1) / n) : double.NaN;
        return new QualityFigure(name, mean, mean - reach, mean + reach);
    }

    private static QualityFigure Drawn(string name, Score score, double[] scores, double[] labels, double[] ones, int resamples)
    {
        var value = score(scores, labels, ones);
        if (double.IsNaN(value) || scores.Length < 2)
            return new QualityFigure(name, value, double.NaN, double.NaN);
        var counts = new int[scores.Length];
        var weights = new double[scores.Length];
        var replicates = new List<double>(resamples);
        for (var r = 0; r < resamples; r++)
        {
            Resampling.DrawCounts(new Seed(1_701).Derive(r).Stream(), counts);
            for (var i = 0; i < counts.Length; i++)
                weights[i] = counts[i];
            var replicate = score(scores, labels, weights);
            if (!double.IsNaN(replicate))
                replicates.Add(replicate);
        }

        var sorted = replicates.ToArray();
        Array.Sort(sorted);
        return new QualityFigure(name, value, Resampling.Quantile(sorted, 0.025), Resampling.Quantile(sorted, 0.975));
    }

    private delegate double Score(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights);
}
