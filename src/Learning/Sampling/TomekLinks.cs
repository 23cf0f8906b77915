using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Sampling;

/// <summary>Drops rows of the most frequent class that are, mutually, nearest to a row of another one: they lie on the border, or are noise.</summary>
/// <remarks>Tomek, "Two modifications of CNN" (1976). Distances as for <see cref="NearestNeighbours"/>.</remarks>
public sealed record TomekLinks : ISampler
{
    /// <inheritdoc/>
    public string Name { get; init; } = "Tomek links";

    /// <inheritdoc/>
    public Dataset Resample(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var classes = ClassRows.Of(train, Name);
        var frequent = classes.Labels[Array.FindIndex(classes.Rows, r => r.Length == classes.Most)];
        var space = PointSpace.Of(train, standardize: true, SyntheticRows.MaxCategories);
        var index = new NeighbourIndex(new Vectors(space.Encode(train), space.Dimension));
        var nearest = index.All(index.Points, 1, SyntheticRows.Parallel(context), exceptSelf: true);
        var kept = new List<int>();
        for (var row = 0; row < train.Rows; row++)
        {
            var other = nearest[row].Row;
            if (train.Labels[row] != frequent || train.Labels[other] == frequent || nearest[other].Row != row)
                kept.Add(row);
        }

        return train.Select([.. kept]);
    }
}
