using System.Numerics.Tensors;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>One run of k-means from given centres (k, d) about the mean of the points.</summary>
internal sealed class KMeansRun
{
    private const long MostSums = 8_000_000;

    private readonly KMeans _options;
    private readonly KMeansScene _scene;
    private readonly float[] _centres;
    private readonly float[] _lengths;
    private readonly int[] _labels;
    private readonly double[][] _sums;
    private readonly int[][] _counts;
    private readonly HamerlyBounds? _bounds;
    private readonly int _d;

    public KMeansRun(KMeans options, KMeansScene scene, float[] centres)
    {
        (_options, _scene, _centres, _d) = (options, scene, centres, scene.Panels.Dimension);
        _lengths = SquaredLengths(centres, _d);
        _labels = new int[scene.Norms.Length];
        Array.Fill(_labels, -1);
        var parts = (int)Math.Clamp(MostSums / centres.Length, 1, Math.Min(16, scene.Pieces));
        (_sums, _counts) = (new double[parts][], new int[parts][]);
        for (var part = 0; part < parts; part++)
            (_sums[part], _counts[part]) = (new double[centres.Length], new int[options.Clusters]);
        _bounds = options.Method == KMeansMethod.Hamerly && options.Clusters > 1 ? new HamerlyBounds(scene, options.Clusters) : null;
    }

    /// <summary>The squared lengths (k) of rows (k, d).</summary>
    public static float[] SquaredLengths(ReadOnlySpan<float> rows, int dimension)
    {
        var lengths = new float[rows.Length / dimension];
        for (var row = 0; row < lengths.Length; row++)
            lengths[row] = TensorPrimitives.SumOfSquares(rows.Slice(row * dimension, dimension));
        return lengths;
    }

    /// <summary>Iterates to the end.</summary>
    public CentroidClustering Fit()
    {
        var (iterations, settled) = (0, false);
        while (iterations < _options.MaxIterations && !settled)
        {
            _scene.Parallel.CancellationToken.ThrowIfCancellationRequested();
            iterations++;
            var same = !Assign();
            var moved = MoveCentres();
            settled = same || moved <= _options.Tolerance * _scene.Variance;
            if (settled && !same)
                Assign();
        }

        if (!settled)
            Assign();
        return new CentroidClustering(Shifted(), _d, Inertia(), iterations);
    }

    /// <summary>Gives each point its nearest centre; says whether one changed.</summary>
    private bool Assign()
    {
        var changed = new bool[_scene.Pieces];
        _scene.ForPieces((piece, first, last) =>
        {
            if (_bounds is not null)
            {
                changed[piece] = _bounds.Assign(first, last, _centres, _lengths, _labels);
                return;
            }

            var nearest = new NearestCentres(_centres, _lengths, _d);
            for (var panel = first; panel < last; panel++)
                changed[piece] |= nearest.Assign(_scene.Panels, panel, _labels.AsSpan(panel * PointPanels.Lanes, PointPanels.Lanes));
        });
        return changed.Contains(true);
    }

    /// <summary>Moves centres to the means of their points; gives the sum of squared movements.</summary>
    private double MoveCentres()
    {
        SumPoints();
        var (sums, counts) = (_sums[0], _counts[0]);
        Relocate(sums, counts);
        var (total, movements) = (0.0, new double[counts.Length]);
        for (var cluster = 0; cluster < counts.Length; cluster++)
        {
            if (counts[cluster] == 0)
                continue;
            for (var p = 0; p < _d; p++)
            {
                var at = (cluster * _d) + p;
                var value = (float)((sums[at] / counts[cluster]) - _scene.Mean[p]);
                var gap = (double)value - _centres[at];
                movements[cluster] += gap * gap;
                _centres[at] = value;
            }

            total += movements[cluster];
            _lengths[cluster] = TensorPrimitives.SumOfSquares<float>(_centres.AsSpan(cluster * _d, _d));
        }

        _bounds?.Moved(movements, _centres, _lengths);
        return total;
    }

    /// <summary>Sums points by cluster: a fixed number of parts of the rows, added in order.</summary>
    private void SumPoints()
    {
        var (points, parts) = (_scene.Points, _sums.Length);
        Work.Run(0, parts, _scene.Parallel, part =>
        {
            var (sums, counts) = (_sums[part], _counts[part]);
            Array.Clear(sums);
            Array.Clear(counts);
            var last = (int)((long)points.Count * (part + 1) / parts);
            for (var row = (int)((long)points.Count * part / parts); row < last; row++)
            {
                counts[_labels[row]]++;
                WideSum.Add(points[row], sums.AsSpan(_labels[row] * _d, _d));
            }
        });
        for (var part = 1; part < parts; part++)
        {
            TensorPrimitives.Add<double>(_sums[0], _sums[part], _sums[0]);
            TensorPrimitives.Add<int>(_counts[0], _counts[part], _counts[0]);
        }
    }

    /// <summary>Gives each cluster without points the point that lies farthest from its centre.</summary>
    private void Relocate(double[] sums, int[] counts)
    {
        if (!counts.Contains(0))
            return;
        var points = _scene.Points;
        var (order, distances, row) = (new int[points.Count], new double[points.Count], new float[_d]);
        for (var i = 0; i < order.Length; i++)
        {
            _scene.Copy(i, row);
            (order[i], distances[i]) = (i, -WideSum.SquaredDistance(row, _centres.AsSpan(_labels[i] * _d, _d)));
        }

        Array.Sort(order, (a, b) => distances[a] != distances[b] ? distances[a].CompareTo(distances[b]) : a.CompareTo(b));
        var next = 0;
        for (var cluster = 0; cluster < counts.Length; cluster++)
        {
            if (counts[cluster] != 0)
                continue;
            while (next < order.Length && (counts[_labels[order[next]]] <= 1 || distances[order[next]] == 0))
                next++;
            if (next == order.Length)
                return;
            var (point, from) = (order[next++], _labels[order[next - 1]]);
            WideSum.Subtract(points[point], sums.AsSpan(from * _d, _d));
            WideSum.Add(points[point], sums.AsSpan(cluster * _d, _d));
            (counts[from], counts[cluster], _labels[point]) = (counts[from] - 1, 1, cluster);
            _bounds?.Forget(point);
        }
    }

    private float[] Shifted()
    {
        var centres = new float[_centres.Length];
        for (var at = 0; at < centres.Length; at += _d)
            TensorPrimitives.Add(_centres.AsSpan(at, _d), _scene.Mean, centres.AsSpan(at, _d));
        return centres;
    }

    private double Inertia()
    {
        var centres = Shifted();
        var parts = new double[_scene.Pieces];
        _scene.ForPieces((piece, first, last) =>
        {
            for (var row = first * PointPanels.Lanes; row < Math.Min(_scene.Points.Count, last * PointPanels.Lanes); row++)
                parts[piece] += WideSum.SquaredDistance(_scene.Points[row], centres.AsSpan(_labels[row] * _d, _d));
        });
        return parts.Sum();
    }
}
