using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sparse;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Margins;

/// <summary>The linear support vector machine of sparse rows: minimizes ½ Σ β² + C Σ weight · loss of the margin. Its score is the margin, not a probability.</summary>
/// <remarks>
/// <para>Two classes by dual coordinate descent with shrinking (Hsieh, Chang, Lin, Keerthi and Sundararajan, "A dual coordinate descent method for large-scale
/// linear SVM", 2008, algorithm 3), or by trust-region Newton (liblinear's solvers 1, 2 and 3). k classes by one against the rest, as liblinear and
/// scikit-learn do by default: k margins, of which the largest wins.</para>
/// <para>The intercept is a column of ones that is penalized like any other, as liblinear's <c>-B 1</c>. O(entries) per pass. Deterministic per seed (the
/// dual visits rows in random order); classes are shared out over threads. Memory: 8 bytes an entry for an intercept, and two vectors.</para>
/// </remarks>
public sealed record LinearSvm : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "linear SVM";

    /// <summary>How much errors weigh beside the squares of coefficients; 1 by default.</summary>
    public double C { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The squared hinge by default, as in liblinear and scikit-learn.</summary>
    public SvmLoss Loss { get; init; } = SvmLoss.SquaredHinge;

    /// <summary>How to fit.</summary>
    public SvmSolver Solver { get; init; } = SvmSolver.Auto;

    /// <summary>Whether there is an intercept.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>When to stop. Dual: the range of projected gradients over rows. Primal: as in <see cref="SparseLogisticRegression.Tolerance"/>. 1e-4 by default, as in scikit-learn.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-4;

    /// <summary>At most so many passes or Newton steps; 1000 by default.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 1_000;

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        if (Solver == SvmSolver.Primal && Loss == SvmLoss.Hinge)
            throw new TrainingException($"'{Name}' must have the squared hinge loss for the primal solver: the hinge has no slope at its corner. Use SvmSolver.Dual.");
        TrainingRows.Check(train, ModelOutput.Class, Name);
        var classes = ClassLabels.Count(train.Labels, train.Weights, Name);
        var used = UsedColumns.Of(train.Features, Intercept ? 1 : 0);
        var columns = used.Features.Width - (Intercept ? 1 : 0);
        if (classes == 2)
        {
            var margin = FitOne(used.Features, train, 1, context);
            return new SparseLinearModel(ColumnWeights<double>.Of(used.Width, used.Columns, 1, margin.AsSpan(0, columns)), Intercept ? margin[^1] : 0, ModelOutput.Score);
        }

        if ((long)columns * classes > Array.MaxLength)
            throw new TrainingException($"'{Name}' must have fewer than {Array.MaxLength} coefficients, but {columns} columns times {classes} classes are more. Hash to fewer columns.");
        var (weights, intercepts) = (new double[columns * classes], new double[classes]);
        ClassWork.Run(classes, context, label =>
        {
            var margin = FitOne(used.Features, train, label, context with { Threads = 1, Seed = context.Seed.Derive(label), Progress = null });
            for (var column = 0; column < columns; column++)
                weights[(column * classes) + label] = margin[column];
            intercepts[label] = Intercept ? margin[^1] : 0;
        });
        context.Progress?.Report(1);
        return new SparseClassesModel(ColumnWeights<double>.Of(used.Width, used.Columns, classes, weights), intercepts, ModelOutput.Score);
    }

    /// <summary>The coefficients that separate one class from all others.</summary>
    private double[] FitOne(SparseMatrix rows, SparseDataset train, int label, FitContext context)
    {
        var (labels, costs) = (new double[rows.Rows], new double[rows.Rows]);
        for (var row = 0; row < labels.Length; row++)
            (labels[row], costs[row]) = (train.Labels[row] == label ? 1 : 0, C * train.Weight(row));
        var primal = Solver == SvmSolver.Primal || (Solver == SvmSolver.Auto && Loss == SvmLoss.SquaredHinge && rows.Rows > rows.Width);
        if (!primal)
            return new DualCoordinateDescent(rows, labels, costs, Loss, context).Fit(Tolerance, MaxIterations);
        var objective = new SparseObjective<SquaredHingeLoss>(rows, labels, costs, 1, false, context);
        var (at, gradient) = (new double[objective.Dimension], new double[objective.Dimension]);
        objective.Evaluate(at, gradient);
        var tolerance = Tolerance * SparseLogisticRegression.RareShare(labels) * DenseVectors.Norm(gradient);
        new TrustRegionNewton { Tolerance = tolerance, MaxIterations = MaxIterations }.Minimize(objective, at, context.Progress, context.CancellationToken);
        return at;
    }
}
