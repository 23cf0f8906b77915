using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sparse;

namespace Bellwether.Learning.NaiveBayes;

/// <summary>Weighted sums per class and column, and per class: all that naive Bayes learns from sparse rows.</summary>
internal sealed class ClassCounts
{
    private ClassCounts(UsedColumns used, int classes) =>
        (Used, Classes, Rows, Sums) = (used, classes, new double[classes], new double[used.Features.Width * classes]);

    /// <summary>The columns that occur.</summary>
    public UsedColumns Used { get; }

    /// <summary>k.</summary>
    public int Classes { get; }

    /// <summary>The weight of rows (k) of each class.</summary>
    public double[] Rows { get; }

    /// <summary>Sums of weight · value (columns, k), column after column.</summary>
    public double[] Sums { get; }

    /// <summary>How many columns occur: those that no row has are as if they did not exist.</summary>
    public int Columns { get; private set; }

    /// <summary>Sums all rows.</summary>
    /// <exception cref="TrainingException">A value is below 0, or one class has all rows.</exception>
    public static ClassCounts Of(SparseDataset train, string learner, bool binary, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Class, learner);
        var classes = ClassLabels.Count(train.Labels, train.Weights, learner);
        var used = UsedColumns.Of(train.Features);
        if ((long)used.Features.Width * classes > Array.MaxLength)
            throw new TrainingException($"'{learner}' must have fewer than {Array.MaxLength} counts, but {used.Features.Width} columns times {classes} classes are more. Hash to fewer columns.");
        var counts = new ClassCounts(used, classes);
        var seen = new bool[used.Features.Width];
        for (var row = 0; row < train.Rows; row++)
        {
            if (row % 8192 == 0)
                context.CancellationToken.ThrowIfCancellationRequested();
            var (label, weight) = ((int)train.Labels[row], train.Weight(row));
            var columns = used.Features.Columns(row);
            var values = used.Features.Values(row);
            counts.Rows[label] += weight;
            for (var i = 0; i < columns.Length; i++)
            {
                if (!binary && values[i] < 0)
                    throw new TrainingException(FormattableString.Invariant($"'{learner}' must have counts of 0 or more as values, but row {row} has {values[i]}."));
                counts.Sums[(columns[i] * classes) + label] += weight * (!binary ? values[i] : values[i] > 0 ? 1 : 0);
                seen[columns[i]] |= values[i] > 0;
            }
        }

        counts.Columns = seen.Count(s => s);
        context.Progress?.Report(1);
        return counts;
    }

    /// <summary>Whether any row has a value above 0 in a column.</summary>
    public bool Occurs(int column) => Sums.AsSpan(column * Classes, Classes).ContainsAnyExcept(0.0);

    /// <summary>log of each class's share of the rows (k), or of 1 / k; -745 or so for a class without rows, so that sums stay finite.</summary>
    public double[] LogPriors(bool fit)
    {
        var total = Rows.Sum();
        return [.. Rows.Select(r => fit ? Math.Log(Math.Max(r / total, double.Epsilon)) : -Math.Log(Classes))];
    }

    /// <summary>The model with these sums: probabilities of k classes, or of label 1 where k is 2.</summary>
    public ISparseModel Model(double[] weights, double[] intercepts, bool binary)
    {
        if (Classes > 2)
            return new SparseClassesModel(ColumnWeights<double>.Of(Used.Width, Used.Columns, Classes, weights), intercepts, ModelOutput.Class, binary);
        var difference = new double[weights.Length / 2];
        for (var column = 0; column < difference.Length; column++)
            difference[column] = weights[(2 * column) + 1] - weights[2 * column];
        return new SparseLinearModel(ColumnWeights<double>.Of(Used.Width, Used.Columns, 1, difference), intercepts[1] - intercepts[0], ModelOutput.Probability, binary);
    }
}
