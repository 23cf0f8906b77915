using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Clustering;

/// <summary>Greedy k-means++: each centre is the best of some points drawn in proportion to their squared distance from the centres so far.</summary>
internal sealed class KMeansSeeding(KMeansScene scene, RandomStream stream)
{
    private readonly float[] _nearest = new float[scene.Norms.Length];
    private readonly double[] _pieces = new double[scene.Pieces];

    /// <summary>Centres (k, d) about the mean of the points.</summary>
    public float[] Choose(int clusters)
    {
        var d = scene.Panels.Dimension;
        var centres = new float[clusters * d];
        var tries = 2 + (int)Math.Log(clusters);
        scene.Copy(stream.NextInt(scene.Points.Count), centres.AsSpan(0, d));
        Array.Fill(_nearest, float.PositiveInfinity);
        Take(Potentials(centres.AsSpan(0, d)), 0);
        var candidates = new float[tries * d];
        for (var cluster = 1; cluster < clusters; cluster++)
        {
            for (var t = 0; t < tries; t++)
                scene.Copy(Draw(), candidates.AsSpan(t * d, d));
            var (distances, totals) = Potentials(candidates);
            var best = 0;
            for (var t = 1; t < tries; t++)
                if (totals[t] < totals[best])
                    best = t;
            Take((distances, totals), best);
            candidates.AsSpan(best * d, d).CopyTo(centres.AsSpan(cluster * d));
        }

        return centres;
    }

    /// <summary>For each candidate the distance of every point to the nearest centre were it chosen, and their sums.</summary>
    private (float[][] Distances, double[] Totals) Potentials(ReadOnlySpan<float> candidates)
    {
        var d = scene.Panels.Dimension;
        var rows = candidates.ToArray();
        var count = rows.Length / d;
        var distances = new float[count][];
        for (var t = 0; t < count; t++)
            distances[t] = new float[_nearest.Length];
        var lengths = KMeansRun.SquaredLengths(rows, d);
        var parts = new double[scene.Pieces][];
        scene.ForPieces((piece, first, last) =>
        {
            var dots = new float[count * PointPanels.Lanes];
            var sums = parts[piece] = new double[count];
            for (var panel = first; panel < last; panel++)
            {
                scene.Panels.Dots(panel, rows, dots);
                var lanes = Math.Min(PointPanels.Lanes, scene.Points.Count - (panel * PointPanels.Lanes));
                for (var t = 0; t < count; t++)
                    for (var lane = 0; lane < lanes; lane++)
                    {
                        var at = (panel * PointPanels.Lanes) + lane;
                        var gap = Math.Max(0, scene.Norms[at] + lengths[t] - (2 * dots[(t * PointPanels.Lanes) + lane]));
                        var nearest = Math.Min(_nearest[at], gap);
                        distances[t][at] = nearest;
                        sums[t] += nearest;
                    }
            }
        });
        var totals = new double[count];
        foreach (var part in parts)
            for (var t = 0; t < count; t++)
                totals[t] += part[t];
        return (distances, totals);
    }

    private void Take((float[][] Distances, double[] Totals) potentials, int best)
    {
        potentials.Distances[best].CopyTo(_nearest, 0);
        const int Rows = KMeansScene.PanelsPerPiece * PointPanels.Lanes;
        for (var piece = 0; piece < _pieces.Length; piece++)
        {
            _pieces[piece] = 0;
            for (var row = piece * Rows; row < Math.Min(scene.Points.Count, (piece + 1) * Rows); row++)
                _pieces[piece] += _nearest[row];
        }
    }

    /// <summary>A point in proportion to its distance; any point where all distances are 0.</summary>
    private int Draw()
    {
        const int Rows = KMeansScene.PanelsPerPiece * PointPanels.Lanes;
        var total = _pieces.Sum();
        if (!(total > 0))
            return stream.NextInt(scene.Points.Count);
        var target = stream.NextDouble() * total;
        for (var piece = 0; piece < _pieces.Length; piece++)
        {
            if (target >= _pieces[piece])
            {
                target -= _pieces[piece];
                continue;
            }

            for (var row = piece * Rows; row < Math.Min(scene.Points.Count, (piece + 1) * Rows); row++)
            {
                target -= _nearest[row];
                if (target < 0)
                    return row;
            }
        }

        return _nearest.AsSpan(0, scene.Points.Count).LastIndexOfAnyExcept(0f);
    }
}
