using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Sampling;

/// <summary>Adds rows to rarer classes, each at a random place between a row and one of its nearest neighbours of the same class.</summary>
/// <remarks>Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: synthetic minority over-sampling technique" (2002); <see cref="Borderline"/>: Han, Wang and Mao, "Borderline-SMOTE" (2005), variant 1.
/// Distances as for <see cref="NearestNeighbours"/>; categories take the most frequent code of the neighbours (SMOTE-NC). Base rows are taken in random order, none twice before all were taken once. O(n of the class² d).</remarks>
public sealed record Smote : ISampler
{
    /// <inheritdoc/>
    public string Name { get; init; } = "SMOTE";

    /// <summary>k, the nearest rows of the class that a new row may lie towards; 5 by default.</summary>
    public int Neighbours { get; init => field = Require.Positive(value); } = 5;

    /// <summary>Rows of each class as a share of those of the most frequent one, at least; 1 by default.</summary>
    public double Ratio { get; init => field = Require.InRange(value, 1e-9, 1); } = 1;

    /// <summary>Whether only rows in danger are bases: those of whose <see cref="BorderNeighbours"/> nearest rows at least half, but not all, are of other classes. Where no row is in danger, all are bases.</summary>
    public bool Borderline { get; init; }

    /// <summary>How many rows of any class tell whether a row is in danger; 10 by default.</summary>
    public int BorderNeighbours { get; init => field = Require.Positive(value); } = 10;

    /// <inheritdoc/>
    public Dataset Resample(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var classes = ClassRows.Of(train, Name);
        var space = PointSpace.Of(train, standardize: true, SyntheticRows.MaxCategories);
        var all = Borderline ? new NeighbourIndex(new Vectors(space.Encode(train), space.Dimension)) : null;
        var made = new SyntheticRows(train);
        for (var c = 0; c < classes.Rows.Length; c++)
        {
            var (rows, missing) = (classes.Rows[c], classes.Wanted(Ratio) - classes.Rows[c].Length);
            if (missing <= 0)
                continue;
            var (found, k) = SyntheticRows.OwnNeighbours(space, train, rows, Neighbours, context);
            var (stream, bases) = (context.Seed.Derive(c).Stream(), Bases(train, rows, all, context));
            for (var i = 0; i < missing; i++)
            {
                if (i % bases.Length == 0)
                    stream.Shuffle<int>(bases);
                var at = bases[i % bases.Length];
                made.Add(rows, at, found.AsSpan(at * k, k), stream);
            }
        }

        return made.Append();
    }

    private int[] Bases(Dataset train, int[] rows, NeighbourIndex? all, FitContext context)
    {
        int[] every = [.. Enumerable.Range(0, rows.Length)];
        if (all is null)
            return every;
        var near = new Neighbour[Math.Min(BorderNeighbours, train.Rows - 1)];
        var danger = new List<int>();
        foreach (var at in every)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var count = all.Nearest(all.Points[rows[at]], near, except: rows[at]);
            var foreign = 0;
            foreach (var neighbour in near.AsSpan(0, count))
                foreign += train.Labels[neighbour.Row] == train.Labels[rows[at]] ? 0 : 1;
            if (2 * foreign >= count && foreign < count)
                danger.Add(at);
        }

        return danger.Count > 0 ? [.. danger] : every;
    }
}
