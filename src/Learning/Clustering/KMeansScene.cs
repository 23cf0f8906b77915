using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>Points as k-means works on them: about their mean, in panels, with squared lengths and the variance.</summary>
internal sealed class KMeansScene
{
    /// <summary>Panels per piece of work: fixed, so that sums do not depend on threads.</summary>
    public const int PanelsPerPiece = 64;

    /// <summary>Prepares points.</summary>
    public KMeansScene(Vectors points, FitContext context)
    {
        Points = points;
        Parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        context.CancellationToken.ThrowIfCancellationRequested();
        Mean = new float[points.Dimension];
        var sums = ColumnSums(points);
        for (var p = 0; p < Mean.Length; p++)
            Mean[p] = (float)(sums[p] / points.Count);
        Panels = new PointPanels(points.Count, points.Dimension);
        Norms = new float[Panels.Panels * PointPanels.Lanes];
        var totals = new double[Pieces];
        ForPieces((piece, first, last) =>
        {
            for (var panel = first; panel < last; panel++)
            {
                Panels.Pack(panel, points, Mean);
                var norms = Norms.AsSpan(panel * PointPanels.Lanes, PointPanels.Lanes);
                Panels.SquaredNorms(panel, norms);
                foreach (var norm in norms)
                    totals[piece] += norm;
            }
        });
        Variance = totals.Sum() / ((double)points.Count * points.Dimension);
    }

    /// <summary>The points as they came.</summary>
    public Vectors Points { get; }

    /// <summary>Their mean (d).</summary>
    public float[] Mean { get; }

    /// <summary>The points less their mean.</summary>
    public PointPanels Panels { get; }

    /// <summary>Their squared lengths (n and more).</summary>
    public float[] Norms { get; }

    /// <summary>The mean variance of a coordinate.</summary>
    public double Variance { get; }

    /// <summary>Threads and the token.</summary>
    public ParallelOptions Parallel { get; }

    /// <summary>How many pieces of work there are.</summary>
    public int Pieces => (Panels.Panels + PanelsPerPiece - 1) / PanelsPerPiece;

    /// <summary>Shares out the panels: a piece gets its number, first panel and the one after its last.</summary>
    public void ForPieces(Action<int, int, int> work) =>
        Work.Run(0, Pieces, Parallel, piece => work(piece, piece * PanelsPerPiece, Math.Min(Panels.Panels, (piece + 1) * PanelsPerPiece)));

    /// <summary>Centres (k, d) less the mean.</summary>
    public float[] Shift(ReadOnlySpan<float> centres)
    {
        var shifted = centres.ToArray();
        for (var at = 0; at < shifted.Length; at += Mean.Length)
            TensorPrimitives.Subtract(shifted.AsSpan(at, Mean.Length), Mean, shifted.AsSpan(at, Mean.Length));
        return shifted;
    }

    /// <summary>Point <paramref name="row"/> less the mean.</summary>
    public void Copy(int row, Span<float> to) => TensorPrimitives.Subtract(Points[row], Mean, to);

    private double[] ColumnSums(Vectors points)
    {
        const int Rows = 4096;
        var d = points.Dimension;
        var parts = new double[(points.Count + Rows - 1) / Rows][];
        Work.Run(0, parts.Length, Parallel, part =>
        {
            var sum = parts[part] = new double[d];
            for (var row = part * Rows; row < Math.Min(points.Count, (part + 1) * Rows); row++)
                WideSum.Add(points[row], sum);
        });
        var total = new double[d];
        foreach (var part in parts)
            TensorPrimitives.Add<double>(total, part, total);
        return total;
    }
}
