using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Rows;

/// <summary>What every learner demands of its rows before it looks at them.</summary>
internal static class TrainingRows
{
    /// <summary>There must be rows, labels must suit the output, weights must be finite and not all zero.</summary>
    /// <exception cref="TrainingException">They are not.</exception>
    public static void Check(Dataset rows, ModelOutput output, string learner, bool bothClasses = false) =>
        Check(rows.Labels, rows.Weights, output, learner, bothClasses);

    /// <summary>The same for sparse rows.</summary>
    /// <exception cref="TrainingException">They are not.</exception>
    public static void Check(SparseDataset rows, ModelOutput output, string learner, bool bothClasses = false) =>
        Check(rows.Labels, rows.Weights, output, learner, bothClasses);

    /// <summary>The same for a source of columns.</summary>
    /// <exception cref="TrainingException">They are not.</exception>
    public static void Check(IColumnSource rows, ModelOutput output, string learner, bool bothClasses = false) =>
        Check(rows.Labels.Span, rows.Weights.Span, output, learner, bothClasses);

    /// <summary>Labels must be finite, and 0 or 1 where the output is a probability.</summary>
    /// <exception cref="TrainingException">They are not.</exception>
    public static void CheckLabels(Dataset rows, ModelOutput output, string learner) => CheckLabels(rows.Labels, output, learner);

    private static void Check(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, ModelOutput output, string learner, bool bothClasses)
    {
        if (labels.Length == 0)
            throw new TrainingException($"'{learner}' must have at least one row to learn from, but got none. Check the query and the label delay.");
        CheckLabels(labels, output, learner);
        var (total, positive) = (0.0, 0.0);
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = weights.Length == 0 ? 1 : weights[row];
            if (!double.IsFinite(weight) || weight < 0)
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                    $"'{learner}' must have finite weights of 0 or more, but row {row} has {weight}."));
            total += weight;
            positive += labels[row] * weight;
        }

        if (!(total > 0) || !double.IsFinite(total))
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                $"'{learner}' must have weights with a finite sum above 0, but it is {total}."));
        if (bothClasses && (positive <= 0 || positive >= total))
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                $"'{learner}' must see both classes, but all {labels.Length} rows have label {labels[0]}. Widen the time range, or use Constant."));
    }

    private static void CheckLabels(ReadOnlySpan<double> labels, ModelOutput output, string learner)
    {
        for (var row = 0; row < labels.Length; row++)
        {
            if (!double.IsFinite(labels[row]))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                    $"'{learner}' must have finite labels, but row {row} has {labels[row]}. Drop rows without an outcome first."));
            if (output == ModelOutput.Probability && labels[row] is not (0 or 1))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                    $"'{learner}' must have labels 0 or 1 to learn a probability, but row {row} has {labels[row]}."));
        }
    }

    /// <summary>The validation rows, or null when there are none.</summary>
    /// <exception cref="ArgumentException">Their schema is not that of the training rows.</exception>
    public static Dataset? Validation(Dataset train, FitContext context)
    {
        if (context.Validation is not { Rows: > 0 } validation)
            return null;
        if (validation.Schema.Fingerprint != train.Schema.Fingerprint)
            throw new ArgumentException("The validation rows must have the same schema as the training rows, but their fingerprints differ.", nameof(context));
        return validation;
    }

    /// <summary>The weighted mean of the labels, within their range despite rounding.</summary>
    public static double MeanLabel(Dataset rows) => MeanLabel(rows.Labels, rows.Weights);

    /// <summary>The same of labels (n) and weights (n, or empty).</summary>
    public static double MeanLabel(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        var (scale, sum, total, low, high) = (0.0, 0.0, 0.0, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var label in labels)
            scale = Math.Max(scale, Math.Abs(label));
        if (scale == 0)
            return 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            total += weight;
            sum += labels[row] / scale * weight;
            (low, high) = (Math.Min(low, labels[row]), Math.Max(high, labels[row]));
        }

        return Math.Clamp(sum / total * scale, low, high);
    }
}
