using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Sampling;

/// <summary>Repeats random rows of rarer classes until each has a share of the rows of the most frequent one.</summary>
public sealed record RandomOversampling : ISampler
{
    /// <inheritdoc/>
    public string Name { get; init; } = "random oversampling";

    /// <summary>Rows of each class as a share of those of the most frequent one, at least; 1 by default.</summary>
    public double Ratio { get; init => field = Require.InRange(value, 1e-9, 1); } = 1;

    /// <inheritdoc/>
    public Dataset Resample(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var classes = ClassRows.Of(train, Name);
        var rows = Enumerable.Range(0, train.Rows).ToList();
        for (var c = 0; c < classes.Rows.Length; c++)
        {
            var stream = context.Seed.Derive(c).Stream();
            for (var i = classes.Rows[c].Length; i < classes.Wanted(Ratio); i++)
                rows.Add(classes.Rows[c][stream.NextInt(classes.Rows[c].Length)]);
        }

        return train.Select([.. rows]);
    }
}
