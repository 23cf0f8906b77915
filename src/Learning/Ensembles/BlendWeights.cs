using Bellwether.Data.Training;

namespace Bellwether.Learning.Ensembles;

/// <summary>The weights on the simplex under which an average of columns is best. One thread, fixed order.</summary>
internal static class BlendWeights
{
    private const int MaxSweeps = 2_000;
    private const double Floor = 1e-15;

    /// <summary>Minimizes -Σ w ln Σ_m λ_m p_m over the simplex, where p_m is the probability that model m gave to the row's own label.</summary>
    /// <remarks>Expectation-maximization for mixture weights (Dempster, Laird and Rubin 1977): concave, every step ascends. Ends when the
    /// duality gap, max_m of the gradient less 1, says that no weights are better by 1e-7 a row. O(rows · models) a step.</remarks>
    public static double[] OfProbabilities(double[][] own, Dataset rows, CancellationToken cancellationToken)
    {
        var (weights, ratios, mixture, total) = (new double[own.Length], new double[own.Length], new double[rows.Rows], 0.0);
        Array.Fill(weights, 1.0 / weights.Length);
        for (var row = 0; row < rows.Rows; row++)
            total += rows.Weight(row);
        for (var step = 0; step < MaxSweeps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(mixture);
            for (var model = 0; model < own.Length; model++)
                for (var row = 0; row < mixture.Length; row++)
                    mixture[row] += weights[model] * own[model][row];
            for (var row = 0; row < mixture.Length; row++)
                mixture[row] = rows.Weight(row) / (total * Math.Max(mixture[row], Floor));
            for (var model = 0; model < own.Length; model++)
                ratios[model] = Dot(own[model], mixture);
            if (ratios.Max() <= 1 + 1e-7)
                break;
            var sum = 0.0;
            for (var model = 0; model < own.Length; model++)
                sum += weights[model] *= ratios[model];
            for (var model = 0; model < own.Length; model++)
                weights[model] /= sum;
        }

        return Cleaned(weights);
    }

    /// <summary>Minimizes Σ w (y - Σ_m λ_m s_m)² over the simplex.</summary>
    /// <remarks>Moves weight between the pair of models of steepest descent, exactly, until no pair gains (sequential minimal optimization,
    /// Platt 1998, for the simplex). One pass over the rows for the Gram matrix, then O(models²) a step.</remarks>
    public static double[] OfValues(double[][] scores, Dataset rows)
    {
        var count = scores.Length;
        // Errors instead of scores: on the simplex Σ λ s - y = Σ λ (s - y), and no large mean cancels in the Gram matrix.
        var errors = scores.Select(s => s.Select((v, row) => (v - rows.Labels[row]) * Math.Sqrt(rows.Weight(row))).ToArray()).ToArray();
        var gram = new double[count, count];
        for (var i = 0; i < count; i++)
            for (var j = 0; j <= i; j++)
                gram[i, j] = gram[j, i] = Dot(errors[i], errors[j]);
        var (weights, gradient) = (new double[count], new double[count]);
        var start = Enumerable.Range(0, count).MinBy(i => gram[i, i]);
        weights[start] = 1;
        for (var i = 0; i < count; i++)
            gradient[i] = gram[i, start];
        for (var step = 0; step < MaxSweeps * count; step++)
        {
            int up = -1, down = -1;
            for (var i = 0; i < count; i++)
            {
                if (up < 0 || gradient[i] < gradient[up])
                    up = i;
                if (weights[i] > 0 && (down < 0 || gradient[i] > gradient[down]))
                    down = i;
            }

            var curvature = gram[up, up] + gram[down, down] - (2 * gram[up, down]);
            var slope = gradient[down] - gradient[up];
            if (!(slope > 1e-12 * Math.Abs(gradient[down])) || !double.IsFinite(slope))
                break;
            var move = curvature > 0 ? Math.Min(weights[down], slope / curvature) : weights[down];
            (weights[up], weights[down]) = (weights[up] + move, move == weights[down] ? 0 : weights[down] - move);
            for (var i = 0; i < count; i++)
                gradient[i] += move * (gram[i, up] - gram[i, down]);
        }

        return Cleaned(weights);
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Drops weights below a ten-thousandth, which buy nothing and cost a model.</summary>
    private static double[] Cleaned(double[] weights)
    {
        for (var i = 0; i < weights.Length; i++)
            if (!(weights[i] >= 1e-4))
                weights[i] = 0;
        if (weights.Sum() is var sum && !(sum > 0))
            Array.Fill(weights, sum = 1.0);
        sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
