using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Trees;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Anomaly;

/// <summary>How soon random splits set a row apart: anomalies are few and different, so they end near the root. Labels are not used.</summary>
/// <remarks>
/// <para>Each tree takes <see cref="SampleSize"/> rows without replacement and splits on a random feature that still varies, at a random place between its least and largest value, until rows are
/// alone or ceil(log2 of the sample) deep. The score is 2^(-mean depth / c(sample)), in (0, 1]: above about 0.6 odd, near 0.5 usual. Liu, Ting and Zhou, "Isolation forest" (2008), sections 3 and 4.</para>
/// <para>A missing or infinite number counts as the mean; a category is split on one of its codes against the rest. Weights are not used, but rows of weight 0 are left out. Rows are drawn by
/// place: their order matters. Fit O(trees · sample · log sample), prediction O(trees · log sample).</para>
/// </remarks>
public sealed record IsolationForest : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "isolation forest";

    /// <summary>How many trees; 100 by default.</summary>
    public int Trees { get; init => field = Require.InRange(value, 1, 100_000); } = 100;

    /// <summary>Rows per tree; 256 by default, all rows where there are fewer.</summary>
    public int SampleSize { get; init => field = Require.InRange(value, 2, 1_000_000); } = 256;

    /// <summary>At most so many codes of a category are told apart.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        var rows = UnlabelledRows.Of(train, Name, 1);
        context.CancellationToken.ThrowIfCancellationRequested();
        var space = PointSpace.Of(rows, standardize: true, MaxCategories);
        var points = space.Encode(rows);
        var sample = Math.Min(SampleSize, rows.Rows);
        var trees = new IsolationTree[Trees];
        Work.Run(0, Trees, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken }, tree =>
            trees[tree] = new IsolationTreeGrower(space, points, context.Seed.Derive(tree).Stream()).Grow(Draw(rows.Rows, sample, context.Seed.Derive(tree).Derive("rows").Stream())));
        return new IsolationForestModel(space, sample, trees);
    }

    /// <summary>Different rows, in the order drawn (the first steps of a shuffle).</summary>
    private static int[] Draw(int rows, int sample, RandomStream stream)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        for (var i = 0; i < sample; i++)
        {
            var j = i + stream.NextInt(rows - i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order[..sample];
    }
}
