using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Ensembles;

/// <summary>The same learner fitted on several draws of the rows, its scores averaged: less variance at the price of as many models.</summary>
/// <remarks>
/// <para>Breiman, "Bagging predictors", 1996. Each member draws rows with replacement; where rows have groups, whole groups; where labels are
/// few whole numbers, class by class, so that no draw loses a class. Classifiers average the probabilities of classes, learners of
/// probabilities their probability, others their score. Validation rows go to every member.</para>
/// <para>Members are fitted side by side on the threads given, each on a copy of its rows; a member is a function of its number and the
/// seed alone. Rows are drawn by place, so their order matters.</para>
/// </remarks>
/// <param name="Learner">What is fitted on every draw; worth bagging when it is unstable, e.g. deep trees.</param>
public sealed record Bagging(ILearner Learner) : ILearner
{
    private const int MostClasses = 1_000;

    /// <inheritdoc/>
    public string Name { get; init; } = $"bagged {Learner.Name}";

    /// <summary>How many draws, at least 1.</summary>
    public int Members { get; init => field = Require.Positive(value); } = 10;

    /// <summary>The size of a draw as a share of the rows (or groups), in (0, 1].</summary>
    public double RowShare { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 1;

    /// <summary>Whether a row may be drawn twice (bagging) or not (pasting, which needs a <see cref="RowShare"/> below 1).</summary>
    public bool Replace { get; init; } = true;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (train.Rows == 0)
            throw new TrainingException($"'{Name}' must have at least one row to learn from, but got none. Check the query and the label delay.");
        if (!Replace && RowShare == 1 && Members > 1)
            throw new TrainingException($"'{Name}' must draw with replacement or less than all rows: {Members} members would all learn the same.");
        TrainingRows.CheckLabels(train, ModelOutput.Value, Name);
        var (units, strata) = Units(train);
        var models = new IModel[Members];
        ParallelFits.Run(Members, context, (member, inner) =>
        {
            var seed = context.Seed.Derive(member);
            models[member] = Learner.Fit(train.Select(Draw(units, strata, seed.Derive("rows"))), inner with { Seed = seed });
        });
        var weights = new double[Members];
        Array.Fill(weights, 1);
        return Averages.Of(models, weights, Name);
    }

    /// <summary>What is drawn: rows or groups as runs of places, and the units of each class.</summary>
    private static ((int Start, int Length)[] Units, int[][] Strata) Units(Dataset train)
    {
        if (!train.Groups.IsEmpty)
        {
            var runs = new List<(int, int)>();
            var groups = train.Groups;
            for (var (start, row) = (0, 1); row <= groups.Length; row++)
                if (row == groups.Length || groups[row] != groups[start])
                {
                    runs.Add((start, row - start));
                    start = row;
                }

            return ([.. runs], [[.. Enumerable.Range(0, runs.Count)]]);
        }

        var rows = Enumerable.Range(0, train.Rows);
        var labels = train.Labels.ToArray();
        var areClasses = Array.TrueForAll(labels, l => double.IsInteger(l) && l is >= 0 and < MostClasses);
        return ([.. rows.Select(row => (row, 1))], areClasses ? [.. rows.GroupBy(row => labels[row]).OrderBy(g => g.Key).Select(g => g.ToArray())] : [[.. rows]]);
    }

    /// <summary>Places of drawn rows, ascending. A group drawn twice stands twice as long in its one place.</summary>
    private int[] Draw((int Start, int Length)[] units, int[][] strata, Seed seed)
    {
        var (stream, drawn) = (seed.Stream(), new int[units.Length]);
        foreach (var stratum in strata)
        {
            var wanted = Math.Clamp((int)Math.Round(stratum.Length * RowShare), 1, stratum.Length);
            if (Replace)
            {
                for (var i = 0; i < wanted; i++)
                    drawn[stratum[stream.NextInt(stratum.Length)]]++;
                continue;
            }

            var order = (int[])stratum.Clone();
            stream.Shuffle(order.AsSpan());
            foreach (var unit in order.AsSpan(0, wanted))
                drawn[unit] = 1;
        }

        var rows = new List<int>();
        for (var unit = 0; unit < units.Length; unit++)
            for (var copy = 0; copy < drawn[unit]; copy++)
                rows.AddRange(Enumerable.Range(units[unit].Start, units[unit].Length));
        return [.. rows];
    }
}
