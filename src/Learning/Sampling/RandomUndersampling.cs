using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Sampling;

/// <summary>Drops random rows of frequent classes until the rarest one has a share of the rows of each.</summary>
public sealed record RandomUndersampling : ISampler
{
    /// <inheritdoc/>
    public string Name { get; init; } = "random undersampling";

    /// <summary>Rows of the rarest class as a share of those of any other, at least; 1 by default.</summary>
    public double Ratio { get; init => field = Require.InRange(value, 1e-9, 1); } = 1;

    /// <inheritdoc/>
    public Dataset Resample(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var classes = ClassRows.Of(train, Name);
        var most = (int)Math.Min(int.MaxValue, Math.Max(classes.Least, Math.Round(classes.Least / Ratio)));
        var kept = classes.Rows.SelectMany((rows, c) => ClassRows.Draw(rows, most, context.Seed.Derive(c).Stream())).ToArray();
        Array.Sort(kept);
        return train.Select(kept);
    }
}
