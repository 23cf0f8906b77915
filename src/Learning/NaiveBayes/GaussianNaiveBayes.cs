using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.NaiveBayes;

/// <summary>Naive Bayes for tables: in each class a numeric feature is normal, a categorical one has a share per code, and all are independent.</summary>
/// <remarks>Numeric features as scikit-learn's GaussianNB, categorical ones as its CategoricalNB (Mitchell, "Machine Learning", 1997, section 6.9, with Laplace's
/// α). A missing (or infinite) number says nothing; a missing category is a code of its own; an unseen code says nothing. Two passes, O(n · d); memory O(k · codes).
/// One thread; the order of rows changes only the last bits.</remarks>
public sealed record GaussianNaiveBayes : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "Gaussian naive Bayes";

    /// <summary>What is added to every variance, as a share of the largest variance of a feature; 1e-9 by default.</summary>
    public double VarianceSmoothing { get; init => field = Require.Positive(value); } = 1e-9;

    /// <summary>α: rows that every code has from the start; 1 by default.</summary>
    public double Alpha { get; init => field = Require.Positive(value); } = 1;

    /// <summary>At most so many codes of a categorical feature are learned; the rest count as unseen.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 1_000;

    /// <inheritdoc/>
    /// <returns>A <see cref="GaussianNaiveBayesModel"/>.</returns>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Class, Name);
        var classes = ClassLabels.Count(train.Labels, train.Weights, Name);
        var moments = new (double Mean, double Deviation)[train.Width];
        var largest = 0.0;
        for (var feature = 0; feature < train.Width; feature++)
            if (train.Schema[feature].Kind == FeatureKind.Numeric)
                largest = Math.Max(largest, (moments[feature] = ColumnMoments.Of(train, feature)).Deviation);
        var terms = new NaiveBayesTerm[train.Width];
        for (var feature = 0; feature < train.Width; feature++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            terms[feature] = train.Schema[feature].Kind == FeatureKind.Numeric
                ? Numeric(train, feature, classes, moments[feature], largest)
                : Categorical(train, feature, classes);
            context.Progress?.Report((feature + 1.0) / train.Width);
        }

        var (priors, total) = (new double[classes], 0.0);
        for (var row = 0; row < train.Rows; row++)
            (priors[(int)train.Labels[row]], total) = (priors[(int)train.Labels[row]] + train.Weight(row), total + train.Weight(row));
        return new GaussianNaiveBayesModel(train.Schema, [.. priors.Select(p => Math.Log(Math.Max(p / total, double.Epsilon)))], terms);
    }

    /// <summary>Mean and deviation per class, in units of the feature's own deviation, so that no square overflows.</summary>
    private NaiveBayesTerm Numeric(Dataset train, int feature, int classes, (double Mean, double Deviation) all, double largest)
    {
        var (means, squares, totals) = (new double[classes], new double[classes], new double[classes]);
        var scale = double.IsFinite(1 / all.Deviation) ? 1 / all.Deviation : 0;
        if (scale == 0)
            return NaiveBayesTerm.Nothing(classes);
        var column = train.Column(feature);
        for (var row = 0; row < column.Length; row++)
        {
            var (label, weight, value) = ((int)train.Labels[row], train.Weight(row), (column[row] - all.Mean) * scale);
            if (!double.IsFinite(value) || weight == 0)
                continue;
            var before = value - means[label];
            totals[label] += weight;
            means[label] += before * (weight / totals[label]);
            squares[label] += weight * before * (value - means[label]);
        }

        var ratio = largest * scale;
        var extra = Math.Min(VarianceSmoothing * ratio * ratio, 1e200);
        for (var label = 0; label < classes; label++)
            squares[label] = totals[label] > 0 ? (squares[label] / totals[label]) + extra : 1 + extra;
        return NaiveBayesTerm.Normal(all.Mean, scale, means, squares);
    }

    private NaiveBayesTerm Categorical(Dataset train, int feature, int classes)
    {
        var (column, codes) = (train.Column(feature).ToArray(), CategoryCodes.MostFrequent(train.Column(feature), MaxCategories));
        var (logs, totals) = (new double[(codes.Count + 1) * classes], new double[classes]);
        for (var row = 0; row < column.Length; row++)
        {
            var code = double.IsNaN(column[row]) ? codes.Count : codes.IndexOf(column[row]);
            if (code < 0)
                continue;
            logs[(code * classes) + (int)train.Labels[row]] += train.Weight(row);
            totals[(int)train.Labels[row]] += train.Weight(row);
        }

        var missing = Array.Exists(column, double.IsNaN) ? 1 : 0;
        for (var i = 0; i < logs.Length; i++)
            logs[i] = missing == 0 && i / classes == codes.Count ? 0 : Math.Log(logs[i] + Alpha) - Math.Log(totals[i % classes] + (Alpha * (codes.Count + missing)));
        return NaiveBayesTerm.Shares(codes, logs);
    }
}
