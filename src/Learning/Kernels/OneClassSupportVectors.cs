using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Anomaly;
using Bellwether.Numerics;

namespace Bellwether.Learning.Kernels;

/// <summary>The border around most rows in the space of a kernel; the score is how far outside a vector lies, below 0 within. Labels are not used.</summary>
/// <remarks>Schölkopf and others, "Estimating the support of a high-dimensional distribution" (2001): at most a share ν of the rows lies outside, and at least that share are support vectors. The weight of
/// a row multiplies its bound. Rows become points as for <see cref="SupportVectorClassification"/>. For small data: time grows with about n² to n³.</remarks>
public sealed record OneClassSupportVectors : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "one-class support vectors";

    /// <summary>ν, in (0, 1]; 0.5 by default, as in libsvm.</summary>
    public double Nu { get; init => field = Require.InRange(value, 1e-9, 1); } = 0.5;

    /// <summary>Kernel, tolerance, memory.</summary>
    public KernelOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        var rows = UnlabelledRows.Of(train, Name, 1);
        var scene = KernelScene.Of(rows, Options, Name, context);
        var n = rows.Rows;
        var (start, left) = (new double[n], Nu * scene.Weights.Sum());
        for (var i = 0; i < n && left > 0; i++)
        {
            start[i] = Math.Min(scene.Weights[i], left);
            left -= start[i];
        }

        int[] all = [.. Enumerable.Range(0, n)];
        var signs = new sbyte[n];
        Array.Fill(signs, (sbyte)1);
        var solution = scene.Solve(all, new SmoProblem(all, signs, new double[n], scene.Weights, start));
        return scene.Model([.. solution.Alpha.Select(a => -a)], solution.Rho, ModelOutput.Score, solution.Objective);
    }
}
