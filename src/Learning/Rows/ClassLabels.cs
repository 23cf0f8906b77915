using System.Globalization;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Rows;

/// <summary>Labels that number classes from 0.</summary>
internal static class ClassLabels
{
    /// <summary>More classes than this are taken for a mistake: labels that are no classes.</summary>
    public const int Most = 65_536;

    /// <summary>k: one more than the largest label of a row that weighs something.</summary>
    /// <exception cref="TrainingException">A label is not a whole number from 0, there are too many classes, or fewer than two have rows.</exception>
    public static int Count(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, string learner)
    {
        var (most, least) = (-1, int.MaxValue);
        for (var row = 0; row < labels.Length; row++)
        {
            var label = labels[row];
            if (!(label is >= 0 and < Most) || label != Math.Floor(label))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                    $"'{learner}' must have classes numbered 0, 1, … below {Most} as labels, but row {row} has {label}. Number the classes first."));
            if (weights.Length == 0 || weights[row] > 0)
                (most, least) = (Math.Max(most, (int)label), Math.Min(least, (int)label));
        }

        return most > least ? most + 1 : throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
            $"'{learner}' must see at least two classes, but all {labels.Length} rows have class {most}. Widen the time range, or use Constant."));
    }

    /// <summary>The place of the largest score, the first of equals.</summary>
    public static int Largest(ReadOnlySpan<double> scores)
    {
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
            if (scores[c] > scores[best])
                best = c;
        return best;
    }

    /// <summary>Turns margins (k) into probabilities by the softmax, in place; margins need not be finite.</summary>
    public static void Softmax(Span<double> margins)
    {
        var most = double.NegativeInfinity;
        for (var c = 0; c < margins.Length; c++)
            most = Math.Max(most, margins[c] = RowScores.Finite(margins[c]));
        var sum = 0.0;
        for (var c = 0; c < margins.Length; c++)
            sum += margins[c] = Math.Exp(margins[c] - most);
        for (var c = 0; c < margins.Length; c++)
            margins[c] /= sum;
    }
}
