using Bellwether.Numerics.Random;

namespace Bellwether.Evaluation.Tests;

/// <summary>Classifiers whose true quality is known: scores are probabilities and labels are drawn from them.</summary>
internal static class Synthetic
{
    public static (double[] Scores, double[] Labels) Calibrated(int n, ulong seed, double bias = -1.5, double spread = 1.5)
    {
        var random = new Seed(seed).Stream();
        var scores = new double[n];
        var labels = new double[n];
        for (var i = 0; i < n; i++)
        {
            scores[i] = 1 / (1 + Math.Exp(-random.NextGaussian(bias, spread)));
            labels[i] = random.NextBool(scores[i]) ? 1 : 0;
        }

        return (scores, labels);
    }

    /// <summary>The same scores with noise on the logit: a worse model of the same rows.</summary>
    public static double[] Blur(double[] scores, double noise, ulong seed)
    {
        var random = new Seed(seed).Stream();
        return [.. scores.Select(p => 1 / (1 + Math.Exp(-(Math.Log(p / (1 - p)) + random.NextGaussian(0, noise)))))];
    }
}
