using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Kernels;

/// <summary>A value as a sum of kernels, such that most labels lie within a tube around it. For small data: time grows with about n² to n³.</summary>
/// <remarks>Solves the dual of ε-SVR by sequential minimal optimization. The weight of a row multiplies C; rows of weight 0 are left out.
/// The tolerance is in the units of the label. Rows become points as for <see cref="SupportVectorClassification"/>. Drucker and others, "Support vector regression machines" (1997).</remarks>
public sealed record SupportVectorRegression : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "support vector regression";

    /// <summary>How much a label outside the tube costs; 1 by default.</summary>
    public double C { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Half the width of the tube, in the units of the label; 0.1 by default.</summary>
    public double Epsilon { get; init => field = Require.NotNegative(value); } = 0.1;

    /// <summary>Kernel, tolerance, memory.</summary>
    public KernelOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Value, Name);
        var scene = KernelScene.Of(train, Options, Name, context);
        var n = scene.Labels.Length;
        foreach (var label in scene.Labels)
            if (!(Math.Abs(label) <= 1e100))
                throw new TrainingException(FormattableString.Invariant($"'{Name}' must have labels of at most 1e100, but one is {label}. Divide them first."));
        var problem = new SmoProblem(
            [.. Enumerable.Range(0, 2 * n).Select(i => i % n)], [.. Enumerable.Range(0, 2 * n).Select(i => (sbyte)(i < n ? 1 : -1))],
            [.. Enumerable.Range(0, 2 * n).Select(i => Epsilon + (i < n ? -scene.Labels[i] : scene.Labels[i - n]))],
            [.. Enumerable.Range(0, 2 * n).Select(i => C * scene.Weights[i % n])], new double[2 * n]);
        var solution = scene.Solve([.. Enumerable.Range(0, n)], problem);
        var coefficients = new double[n];
        for (var i = 0; i < n; i++)
            coefficients[i] = solution.Alpha[i] - solution.Alpha[i + n];
        return scene.Model(coefficients, -solution.Rho, ModelOutput.Value, solution.Objective);
    }
}
