using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Kernels;

/// <summary>The widest margin between classes in the space of a kernel. For small data: time grows with about n² to n³.</summary>
/// <remarks>
/// <para>Solves the dual of C-SVC by sequential minimal optimization (see <see cref="SmoSolver"/>), a problem for each pair of classes. The weight of a row multiplies C; rows of weight 0 are left
/// out. Two classes give a margin (<see cref="ModelOutput.Score"/>, above 0 for label 1); more give the class with most votes. Cortes and Vapnik, "Support-vector networks" (1995).</para>
/// <para>Rows become points: numbers standardized, a missing or infinite one the mean, categories by overlap. The order of rows changes the solution within the tolerance.</para>
/// </remarks>
public sealed record SupportVectorClassification : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "support vector classification";

    /// <summary>How much a row on the wrong side costs; 1 by default.</summary>
    public double C { get; init => field = Require.Positive(value); } = 1;

    /// <summary>How many classes there are: labels 0 to one less.</summary>
    public int Classes { get; init => field = Require.InRange(value, 2, 4096); } = 2;

    /// <summary>Kernel, tolerance, memory.</summary>
    public KernelOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, Classes == 2 ? ModelOutput.Probability : ModelOutput.Class, Name, bothClasses: Classes == 2);
        var scene = KernelScene.Of(train, Options, Name, context);
        var byClass = ByClass(scene.Labels);
        var pairs = new List<(int First, int Second)>();
        for (var first = 0; first < Classes; first++)
            for (var second = first + 1; second < Classes; second++)
                if (byClass[first].Length > 0 && byClass[second].Length > 0)
                    pairs.Add((first, second));
        if (pairs.Count == 0)
            throw new TrainingException($"'{Name}' must see at least two classes, but all {scene.Labels.Length} rows have one label. Widen the time range.");
        var solved = new (int[] Rows, SmoSolution Solution)[pairs.Count];
        Trees.Work.Run(0, pairs.Count, scene.Parallel, pair => solved[pair] = Solve(scene, byClass[pairs[pair].First], byClass[pairs[pair].Second]));
        return Classes == 2 ? Margin(scene, solved[0]) : Votes(scene, pairs, solved);
    }

    private int[][] ByClass(double[] labels)
    {
        var rows = new List<int>[Classes];
        for (var c = 0; c < rows.Length; c++)
            rows[c] = [];
        for (var row = 0; row < labels.Length; row++)
        {
            if (!(labels[row] >= 0 && labels[row] < Classes && labels[row] == Math.Floor(labels[row])))
                throw new TrainingException(FormattableString.Invariant($"'{Name}' must have labels 0 to {Classes - 1}, but one is {labels[row]}."));
            rows[(int)labels[row]].Add(row);
        }

        return [.. rows.Select(r => r.ToArray())];
    }

    private (int[] Rows, SmoSolution Solution) Solve(KernelScene scene, int[] first, int[] second)
    {
        int[] rows = [.. first, .. second];
        Array.Sort(rows);
        var own = first.ToHashSet();
        var problem = new SmoProblem(
            [.. Enumerable.Range(0, rows.Length)], [.. rows.Select(r => (sbyte)(own.Contains(r) ? 1 : -1))], [.. rows.Select(_ => -1.0)],
            [.. rows.Select(r => C * scene.Weights[r])], new double[rows.Length]);
        return (rows, scene.Solve(rows, problem));
    }

    /// <summary>Two classes: the sign is turned, so that label 1 is above 0.</summary>
    private static SupportVectorModel Margin(KernelScene scene, (int[] Rows, SmoSolution Solution) solved)
    {
        var coefficients = new double[scene.Labels.Length];
        for (var i = 0; i < solved.Rows.Length; i++)
            coefficients[solved.Rows[i]] = scene.Labels[solved.Rows[i]] == 0 ? -solved.Solution.Alpha[i] : solved.Solution.Alpha[i];
        return scene.Model(coefficients, solved.Solution.Rho, ModelOutput.Score, solved.Solution.Objective);
    }

    private SupportVectorClassifier Votes(KernelScene scene, List<(int First, int Second)> pairs, (int[] Rows, SmoSolution Solution)[] solved)
    {
        var wanted = new bool[scene.Labels.Length];
        foreach (var (rows, solution) in solved)
            for (var i = 0; i < rows.Length; i++)
                wanted[rows[i]] |= solution.Alpha[i] > 0;
        var (vectors, places) = SupportVectors.Keep(scene.Space, scene.Kernel, scene.Points, wanted);
        var margins = new PairMargin[pairs.Count];
        for (var pair = 0; pair < margins.Length; pair++)
        {
            var (rows, solution) = solved[pair];
            int[] used = [.. Enumerable.Range(0, rows.Length).Where(i => solution.Alpha[i] > 0)];
            margins[pair] = new PairMargin(pairs[pair].First, pairs[pair].Second, [.. used.Select(i => places[rows[i]])],
                [.. used.Select(i => scene.Labels[rows[i]] == pairs[pair].First ? solution.Alpha[i] : -solution.Alpha[i])], -solution.Rho);
        }

        return new SupportVectorClassifier(vectors, Classes, margins);
    }
}
