using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Kernels;

/// <summary>Training rows of positive weight as points, with the kernel whose γ suits them.</summary>
internal sealed record KernelScene(PointSpace Space, float[] Points, double[] Labels, double[] Weights, Kernel Kernel, KernelOptions Options, ParallelOptions Parallel)
{
    /// <summary>Prepares rows that were checked.</summary>
    public static KernelScene Of(Dataset train, KernelOptions options, string learner, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var rows = train.Weights.Contains(0) ? train.Select([.. Enumerable.Range(0, train.Rows).Where(r => train.Weight(r) > 0)]) : train;
        if (rows.Width == 0)
            throw new TrainingException($"'{learner}' must have at least one feature, but the rows have none.");
        var space = PointSpace.Of(rows, options.Standardize, options.MaxCategories);
        var points = space.Encode(rows);
        var kernel = options.Kernel.For(new Vectors(points, space.Dimension));
        var weights = rows.Weights.IsEmpty ? new double[rows.Rows] : rows.Weights.ToArray();
        if (rows.Weights.IsEmpty)
            Array.Fill(weights, 1);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        return new KernelScene(space, points, rows.Labels.ToArray(), weights, kernel, options, parallel);
    }

    /// <summary>Solves a problem whose variables stand for some of the rows.</summary>
    /// <exception cref="TrainingException">Kernel values are too large for single precision.</exception>
    public SmoSolution Solve(int[] rows, SmoProblem problem)
    {
        var d = Space.Dimension;
        var own = new float[rows.Length * d];
        for (var i = 0; i < rows.Length; i++)
            Points.AsSpan(rows[i] * d, d).CopyTo(own.AsSpan(i * d));
        var matrix = new KernelRows(Kernel, new Vectors(own, d), Options.CacheMegabytes);
        foreach (var value in matrix.Diagonal)
            if (!(Math.Abs(value) < 1e30))
                throw new TrainingException(FormattableString.Invariant($"Kernel values must be below 1e30, but one is {value:0.0e0}. Standardize the features, or lower Gamma, Degree or Offset."));
        return new SmoSolver(matrix, problem, Options.Tolerance).Solve(Options.Shrinking, Options.MaxIterations, Parallel.CancellationToken);
    }

    /// <summary>A model of one sum: the rows whose coefficient is not 0 stay.</summary>
    public SupportVectorModel Model(double[] coefficients, double intercept, ModelOutput output, double objective)
    {
        var (vectors, _) = SupportVectors.Keep(Space, Kernel, Points, [.. coefficients.Select(c => c != 0)]);
        return new SupportVectorModel(vectors, [.. coefficients.Where(c => c != 0)], intercept, output, objective);
    }
}
