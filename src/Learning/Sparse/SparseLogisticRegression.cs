using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Sparse;

/// <summary>Logistic regression of sparse rows: two classes, or the softmax of k; minimizes Σ w log-loss + penalty.</summary>
/// <remarks>
/// <para>Without an L1 share, fitted by <see cref="TrustRegionNewton"/>, two classes as liblinear's solver 0 does. With an L1 share, by newGLMNET: a proximal
/// Newton method whose quadratics are solved by coordinate descent over columns with shrinking (Yuan, Ho and Lin, "An improved GLMNET for L1-regularized
/// logistic regression", 2012), liblinear's solver 6; for two classes only. The intercept is not penalized.</para>
/// <para>O(entries) per pass over the rows, tens of passes, times k for k classes. Memory: 8 bytes an entry more for an L1 share, some vectors of the columns
/// that occur, and none for those that do not; for k classes 24 bytes a row and class, and 13 vectors of columns times k. The order of rows changes only
/// digits below the tolerance; the number of threads changes none. In scikit-learn's terms <c>C</c> is 1 / <see cref="Penalty.Strength"/>.</para>
/// </remarks>
public sealed record SparseLogisticRegression : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "sparse logistic regression";

    /// <summary>What keeps coefficients small.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2(1);

    /// <summary>Whether a row without entries may have another probability than a half.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>When to stop, as liblinear's <c>-e</c>: the gradient's norm must fall to this share, times the share of the rarer of two classes, of that at zero.
    /// 1e-4 by default, as in scikit-learn.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-4;

    /// <summary>At most so many Newton or quasi-Newton steps.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 1_000;

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Class, Name);
        var classes = ClassLabels.Count(train.Labels, train.Weights, Name);
        var used = UsedColumns.Of(train.Features);
        var weights = new double[train.Rows];
        for (var row = 0; row < weights.Length; row++)
            weights[row] = train.Weight(row);
        if (classes > 2)
            return Softmax(train, used, weights, classes, context);
        var labels = train.Labels.ToArray();
        var coefficients = Penalty.L1Share > 0
            ? new ProximalNewton(this, used.Features, labels, weights, context).Fit()
            : Smooth(used, labels, weights, context);
        context.Progress?.Report(1);
        return new SparseLinearModel(ColumnWeights<double>.Of(used.Width, used.Columns, 1, coefficients.AsSpan(0, used.Features.Width)),
            Intercept ? coefficients[^1] : 0, ModelOutput.Probability);
    }

    /// <summary>The share of the rarer class, on which liblinear makes the tolerance depend.</summary>
    internal static double RareShare(ReadOnlySpan<double> labels)
    {
        var positive = 0;
        foreach (var label in labels)
            positive += label == 1 ? 1 : 0;
        return Math.Max(1, Math.Min(positive, labels.Length - positive)) / (double)labels.Length;
    }

    private double[] Smooth(UsedColumns used, double[] labels, double[] weights, FitContext context)
    {
        var objective = new SparseObjective<LogLoss>(used.Features, labels, weights, Penalty.Strength, Intercept, context);
        var (at, gradient) = (new double[objective.Dimension], new double[objective.Dimension]);
        objective.Evaluate(at, gradient);
        var tolerance = Tolerance * RareShare(labels) * Numerics.LinearAlgebra.DenseVectors.Norm(gradient);
        new TrustRegionNewton { Tolerance = tolerance, MaxIterations = MaxIterations }.Minimize(objective, at, context.Progress, context.CancellationToken);
        return at;
    }

    private SparseClassesModel Softmax(SparseDataset train, UsedColumns used, double[] weights, int classes, FitContext context)
    {
        if (Penalty.L1Share > 0)
            throw new TrainingException($"'{Name}' must have a penalty without an L1 share for {classes} classes. Use Penalty.L2, or OneVersusRest around it.");
        if (((long)used.Features.Width + 1) * classes > Array.MaxLength)
            throw new TrainingException($"'{Name}' must have fewer than {Array.MaxLength} coefficients, but {used.Features.Width} columns times {classes} classes are more. Hash to fewer columns.");
        if ((long)train.Rows * classes > Array.MaxLength)
            throw new TrainingException($"'{Name}' must have fewer than {Array.MaxLength} rows times classes, but {train.Rows} times {classes} are more. Use OneVersusRest around it.");
        var objective = new SparseSoftmaxObjective(used.Features, train.Labels.ToArray(), weights, classes, Penalty.Strength, Intercept, context);
        var (at, gradient) = (new double[objective.Dimension], new double[objective.Dimension]);
        objective.Evaluate(at, gradient);
        var tolerance = Tolerance * Numerics.LinearAlgebra.DenseVectors.Norm(gradient);
        new TrustRegionNewton { Tolerance = tolerance, MaxIterations = MaxIterations }.Minimize(objective, at, context.Progress, context.CancellationToken);
        var split = used.Features.Width * classes;
        return new SparseClassesModel(ColumnWeights<double>.Of(used.Width, used.Columns, classes, at.AsSpan(0, split)), at[split..], ModelOutput.Class);
    }
}
