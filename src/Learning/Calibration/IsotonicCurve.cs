using Bellwether.Data.Formats;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Calibration;

/// <summary>An ascending curve through points, straight between them and flat beyond the ends.</summary>
internal sealed record IsotonicCurve(double[] Scores, double[] Probabilities) : ICalibrationCurve
{
    /// <inheritdoc/>
    public CalibrationMethod Method => CalibrationMethod.Isotonic;

    /// <inheritdoc/>
    public bool IsAscending => true;

    /// <inheritdoc/>
    public double Apply(double score)
    {
        var index = Array.BinarySearch(Scores, score);
        if (index >= 0)
            return Probabilities[index];
        var above = ~index;
        if (above == 0)
            return Probabilities[0];
        if (above == Scores.Length)
            return Probabilities[^1];
        var (x0, x1, y0, y1) = (Scores[above - 1], Scores[above], Probabilities[above - 1], Probabilities[above]);
        return Math.Clamp(y0 + ((y1 - y0) * ((score - x0) / (x1 - x0))), y0, y1);
    }

    /// <summary>Pools adjacent violators (Barlow et al. 1972); equal scores count as one point with their mean label.</summary>
    public static IsotonicCurve Fit(ReadOnlySpan<double> scores, Dataset rows)
    {
        var (sorted, order) = (scores.ToArray(), new int[scores.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var (xs, values, weights) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < sorted.Length;)
        {
            var (x, sum, weight) = (sorted[i], 0.0, 0.0);
            for (; i < sorted.Length && sorted[i] == x; i++)
            {
                sum += rows.Labels[order[i]] * rows.Weight(order[i]);
                weight += rows.Weight(order[i]);
            }

            if (!(weight > 0))
                continue;
            xs.Add(x);
            values.Add(sum / weight);
            weights.Add(weight);
        }

        return Ends([.. xs], Pool(values, weights));
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Array<double>(Scores);
        writer.Array<double>(Probabilities);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IsotonicCurve Read(ModelReader reader)
    {
        var (scores, probabilities) = (reader.Array<double>(), reader.Array<double>());
        if (scores.Length == 0 || scores.Length != probabilities.Length)
            throw new ModelFormatException("An isotonic curve must have at least one point and one probability per score. The model was not written by Bellwether; train it again.");
        for (var i = 0; i < scores.Length; i++)
            if (!(probabilities[i] is >= 0 and <= 1) || !double.IsFinite(scores[i]) || (i > 0 && !(scores[i] > scores[i - 1] && probabilities[i] >= probabilities[i - 1])))
                throw new ModelFormatException(FormattableString.Invariant($"An isotonic curve must ascend, with probabilities in [0, 1], but does not at point {i}. The model was not written by Bellwether; train it again."));
        return new IsotonicCurve(scores, probabilities);
    }

    private static double[] Pool(List<double> values, List<double> weights)
    {
        var blocks = new List<(double Value, double Weight, int Count)>();
        for (var i = 0; i < values.Count; i++)
        {
            var block = (Value: values[i], Weight: weights[i], Count: 1);
            while (blocks.Count > 0 && blocks[^1].Value >= block.Value)
            {
                var before = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                var weight = before.Weight + block.Weight;
                block = (((before.Value * before.Weight) + (block.Value * block.Weight)) / weight, weight, before.Count + block.Count);
            }

            blocks.Add(block);
        }

        return [.. blocks.SelectMany(b => Enumerable.Repeat(Math.Clamp(b.Value, 0, 1), b.Count))];
    }

    /// <summary>Keeps only the ends of flat stretches: the curve is the same.</summary>
    private static IsotonicCurve Ends(double[] xs, double[] ys)
    {
        var kept = Enumerable.Range(0, xs.Length).Where(i => i == 0 || i == xs.Length - 1 || ys[i] != ys[i - 1] || ys[i] != ys[i + 1]).ToArray();
        return new IsotonicCurve([.. kept.Select(i => xs[i])], [.. kept.Select(i => ys[i])]);
    }
}
