using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Sampling;

/// <summary>SMOTE that adds the more rows to a row, the more rows of other classes are near it: where the class is hardest to learn.</summary>
/// <remarks>He, Bai, Garcia and Li, "ADASYN: adaptive synthetic sampling approach for imbalanced learning" (2008). Counts are rounded, so classes come out only nearly as large as asked. A class of
/// which no row has a foreign neighbour gets the same number everywhere. Distances as for <see cref="NearestNeighbours"/>. O(n d) per row of a rarer class.</remarks>
public sealed record Adasyn : ISampler
{
    /// <inheritdoc/>
    public string Name { get; init; } = "ADASYN";

    /// <summary>k, for both kinds of neighbours; 5 by default.</summary>
    public int Neighbours { get; init => field = Require.Positive(value); } = 5;

    /// <summary>Rows of each class as a share of those of the most frequent one, about; 1 by default.</summary>
    public double Ratio { get; init => field = Require.InRange(value, 1e-9, 1); } = 1;

    /// <inheritdoc/>
    public Dataset Resample(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var classes = ClassRows.Of(train, Name);
        var space = PointSpace.Of(train, standardize: true, SyntheticRows.MaxCategories);
        var all = new NeighbourIndex(new Vectors(space.Encode(train), space.Dimension));
        var made = new SyntheticRows(train);
        for (var c = 0; c < classes.Rows.Length; c++)
        {
            var (rows, missing) = (classes.Rows[c], classes.Wanted(Ratio) - classes.Rows[c].Length);
            if (missing <= 0)
                continue;
            var (found, k) = SyntheticRows.OwnNeighbours(space, train, rows, Neighbours, context);
            var (stream, foreign) = (context.Seed.Derive(c).Stream(), Foreign(train, rows, all, context));
            var total = foreign.Sum();
            for (var at = 0; at < rows.Length; at++)
                for (var left = (int)Math.Round(missing * (total > 0 ? foreign[at] / total : 1.0 / rows.Length)); left > 0; left--)
                    made.Add(rows, at, found.AsSpan(at * k, k), stream);
        }

        return made.Append();
    }

    /// <summary>For each row of a class the share of foreign rows among its nearest.</summary>
    private double[] Foreign(Dataset train, int[] rows, NeighbourIndex all, FitContext context)
    {
        var (near, shares) = (new Neighbour[Math.Min(Neighbours, train.Rows - 1)], new double[rows.Length]);
        for (var at = 0; at < rows.Length; at++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var count = all.Nearest(all.Points[rows[at]], near, except: rows[at]);
            foreach (var neighbour in near.AsSpan(0, count))
                shares[at] += train.Labels[neighbour.Row] == train.Labels[rows[at]] ? 0 : 1.0 / count;
        }

        return shares;
    }
}
