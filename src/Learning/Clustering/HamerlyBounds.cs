using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>For each point an upper bound of the distance to its centre and a lower bound of the distance to any other.</summary>
/// <remarks>Hamerly, "Making k-means even faster" (2010). Bounds are widened by what single precision may have lost, so that a point is only skipped where
/// the search would have found the same centre.</remarks>
internal sealed class HamerlyBounds
{
    private readonly KMeansScene _scene;
    private readonly double[] _upper;
    private readonly double[] _lower;
    private readonly double[] _movements;
    private readonly double[] _halfGap;
    private readonly double _rounding;
    private (int Centre, double First, double Second) _farthest;
    private double _longest;

    public HamerlyBounds(KMeansScene scene, int clusters)
    {
        _scene = scene;
        (_upper, _lower) = (new double[scene.Norms.Length], new double[scene.Norms.Length]);
        (_movements, _halfGap) = (new double[clusters], new double[clusters]);
        Array.Fill(_upper, double.PositiveInfinity);
        _rounding = 2.4e-7 * (scene.Panels.Dimension + 4);
    }

    /// <summary>Bounds of a point that was moved to another cluster prove nothing.</summary>
    public void Forget(int point) => (_upper[point], _lower[point]) = (double.PositiveInfinity, 0);

    /// <summary>Takes in by how much (squared) each centre moved, and where the centres are now.</summary>
    public void Moved(double[] squared, float[] centres, float[] lengths)
    {
        var d = _scene.Panels.Dimension;
        _farthest = (-1, 0, 0);
        _longest = 0;
        for (var c = 0; c < squared.Length; c++)
        {
            _movements[c] = Math.Sqrt(squared[c]) * (1 + 1e-12);
            _longest = Math.Max(_longest, lengths[c]);
            if (_movements[c] > _farthest.First)
                _farthest = (c, _movements[c], _farthest.First);
            else if (_movements[c] > _farthest.Second)
                _farthest.Second = _movements[c];
        }

        Trees.Work.Run(0, squared.Length, _scene.Parallel, c =>
        {
            var nearest = double.PositiveInfinity;
            for (var other = 0; other < squared.Length; other++)
                if (other != c)
                    nearest = Math.Min(nearest, WideSum.SquaredDistance(centres.AsSpan(c * d, d), centres.AsSpan(other * d, d)));
            _halfGap[c] = Math.Sqrt(nearest) / 2 * (1 - 1e-12);
        });
    }

    /// <summary>Gives the points of some panels their nearest centre; says whether one changed.</summary>
    public bool Assign(int firstPanel, int lastPanel, float[] centres, float[] lengths, int[] labels)
    {
        var (first, last) = (firstPanel * PointPanels.Lanes, Math.Min(_scene.Points.Count, lastPanel * PointPanels.Lanes));
        var open = new int[last - first];
        var count = 0;
        for (var row = first; row < last; row++)
            if (labels[row] < 0 || !Proven(row, labels[row]))
                open[count++] = row;
        var nearest = new NearestCentres(centres, lengths, _scene.Panels.Dimension);
        var changed = false;
        if (count * 2 > last - first)
        {
            for (var panel = firstPanel; panel < lastPanel; panel++)
            {
                nearest.Search(_scene.Panels, panel, two: true);
                for (var row = panel * PointPanels.Lanes; row < Math.Min(last, (panel + 1) * PointPanels.Lanes); row++)
                    changed |= Take(nearest, row % PointPanels.Lanes, row, labels);
            }

            return changed;
        }

        var scratch = new PointPanels(PointPanels.Lanes, _scene.Panels.Dimension);
        for (var at = 0; at < count; at += PointPanels.Lanes)
        {
            var rows = open.AsSpan(at, Math.Min(PointPanels.Lanes, count - at));
            scratch.Fill(0, _scene.Points, rows, _scene.Mean);
            nearest.Search(scratch, 0, two: true);
            for (var lane = 0; lane < rows.Length; lane++)
                changed |= Take(nearest, lane, rows[lane], labels);
        }

        return changed;
    }

    private bool Proven(int row, int label)
    {
        _upper[row] += _movements[label];
        _lower[row] -= label == _farthest.Centre ? _farthest.Second : _farthest.First;
        return _upper[row] < Math.Max(_lower[row], _halfGap[label]);
    }

    private bool Take(NearestCentres nearest, int lane, int row, int[] labels)
    {
        var norm = _scene.Norms[row];
        var error = _rounding * (norm + _longest);
        _upper[row] = Math.Sqrt(Math.Max(0, (double)nearest.Best[lane] + norm) + error);
        _lower[row] = Math.Sqrt(Math.Max(0, (double)nearest.Second[lane] + norm - error));
        if (labels[row] == nearest.Labels[lane])
            return false;
        labels[row] = nearest.Labels[lane];
        return true;
    }
}
