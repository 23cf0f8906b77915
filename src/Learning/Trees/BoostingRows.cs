using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>What each loss demands of its rows.</summary>
internal static class BoostingRows
{
    private const int MostGrade = 31, MostClasses = 10_000;

    /// <summary>Checks rows; returns the number of classes for softmax, else 0.</summary>
    /// <exception cref="TrainingException">The loss cannot be learned from these rows.</exception>
    public static int Check(BoostedTrees options, IColumnSource rows, string learner, int classes = -1)
    {
        var training = classes < 0;
        var logistic = options.Loss == TreeLoss.Logistic;
        TrainingRows.Check(rows, logistic ? ModelOutput.Probability : ModelOutput.Value, learner, bothClasses: logistic && training);
        if (options.Goss is { } goss && (goss.Top + goss.Other > 1 || options.RowSample < 1))
            throw new TrainingException($"'{learner}' must have Goss.Top + Goss.Other of at most 1, and RowSample 1 beside Goss.");
        switch (options.Loss)
        {
            case TreeLoss.Softmax:
                return TreeClasses.Count(rows, learner, training ? -1 : classes, MostClasses);
            case TreeLoss.Poisson or TreeLoss.Tweedie:
                CheckAmounts(rows, learner);
                break;
            case TreeLoss.LambdaRank or TreeLoss.Pairwise or TreeLoss.CrossEntropyNdcg:
                CheckGrades(rows, learner);
                break;
        }

        return 0;
    }

    /// <summary>The constraints by feature; null for none.</summary>
    /// <exception cref="TrainingException">A name is unknown, a category, or not 1, 0 or -1.</exception>
    public static sbyte[]? Monotone(BoostedTrees options, FeatureSchema schema)
    {
        if (options.Monotone is not { Count: > 0 } monotone)
            return null;
        var signs = new sbyte[schema.Count];
        foreach (var (name, sign) in monotone)
        {
            var feature = schema.IndexOf(name);
            if (feature < 0 || schema[feature].Kind == FeatureKind.Categorical || sign is not (-1 or 0 or 1))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"'{options.Name}' must have constraints 1, 0 or -1 on quantities of the schema, but has {sign} on '{name}'."));
            signs[feature] = (sbyte)sign;
        }

        if (options.Loss is TreeLoss.Softmax or TreeLoss.Absolute or TreeLoss.Quantile)
            throw new TrainingException($"'{options.Name}' must not have monotone constraints with {options.Loss} loss, whose leaves are not set one by one from sums.");
        return signs;
    }

    private static void CheckAmounts(IColumnSource rows, string learner)
    {
        var labels = rows.Labels.Span;
        var sum = 0.0;
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0)
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"'{learner}' must have labels of 0 or more, but row {row} has {labels[row]}."));
            sum += labels[row] * (rows.Weights.IsEmpty ? 1 : rows.Weights.Span[row]);
        }

        if (!(sum > 0) || !double.IsFinite(sum))
            throw new TrainingException($"'{learner}' must have labels with a finite sum above 0, because it learns the logarithm of their mean.");
    }

    private static void CheckGrades(IColumnSource rows, string learner)
    {
        if (rows.Groups.IsEmpty)
            throw new TrainingException($"'{learner}' must have groups (queries, sessions) to rank within, but its rows have none.");
        var labels = rows.Labels.Span;
        for (var row = 0; row < labels.Length; row++)
            if (labels[row] is < 0 or > MostGrade || labels[row] != Math.Floor(labels[row]))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"'{learner}' must have whole grades from 0 to {MostGrade} as labels, but row {row} has {labels[row]}."));
    }
}
