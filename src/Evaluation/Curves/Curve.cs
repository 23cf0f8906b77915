using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics;

namespace Bellwether.Evaluation.Curves;

/// <summary>The curves of a classifier over all thresholds, thinned for plots.</summary>
public static class Curve
{
    /// <summary>The ROC curve from (0, 0) to (1, 1): false-positive rate against recall. Empty with one class only.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="maxPoints">At most this many points, evenly spread along the curve's length; at least 2.</param>
    /// <exception cref="ArgumentException">Labels are not 0 or 1.</exception>
    public static IReadOnlyList<CurvePoint> Roc(ScoredRows rows, int maxPoints = 200) =>
        Sweep(rows, maxPoints, new CurvePoint(0, 0, double.PositiveInfinity), needsNegatives: true,
            (up, down, allUp, allDown) => (down / allDown, up / allUp));

    /// <summary>The precision-recall curve from recall 0, where precision is 1 by convention, to recall 1. Empty without positives.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="maxPoints">At most this many points, evenly spread along the curve's length; at least 2.</param>
    /// <exception cref="ArgumentException">Labels are not 0 or 1.</exception>
    public static IReadOnlyList<CurvePoint> PrecisionRecall(ScoredRows rows, int maxPoints = 200) =>
        Sweep(rows, maxPoints, new CurvePoint(0, 1, double.PositiveInfinity), needsNegatives: false,
            (up, down, allUp, _) => (up / allUp, up / (up + down)));

    private static List<CurvePoint> Sweep(ScoredRows rows, int maxPoints, CurvePoint start, bool needsNegatives,
        Func<double, double, double, double, (double X, double Y)> place)
    {
        Require.InRange(maxPoints, 2, int.MaxValue);
        rows.RequireFit(MetricTask.Ranking, "a curve");
        double allUp = 0, allDown = 0, up = 0, down = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            allUp += rows.Weights[i] * rows.Labels[i];
            allDown += rows.Weights[i] * (1 - rows.Labels[i]);
        }

        if (!(allUp > 0) || (needsNegatives && !(allDown > 0)))
            return [];
        var points = new List<CurvePoint> { start };
        for (var i = 0; i < rows.Count; i++)
        {
            up += rows.Weights[i] * rows.Labels[i];
            down += rows.Weights[i] * (1 - rows.Labels[i]);
            if ((i + 1 < rows.Count && rows.Scores[i + 1] == rows.Scores[i]) || up + down <= 0)
                continue;
            var (x, y) = place(up, down, allUp, allDown);
            points.Add(new CurvePoint(x, y, rows.Scores[i]));
        }

        return Thin(points, maxPoints);
    }

    private static List<CurvePoint> Thin(List<CurvePoint> points, int maxPoints)
    {
        if (points.Count <= maxPoints)
            return points;
        var along = new double[points.Count];
        for (var i = 1; i < along.Length; i++)
            along[i] = along[i - 1] + Math.Abs(points[i].X - points[i - 1].X) + Math.Abs(points[i].Y - points[i - 1].Y);
        var thinned = new List<CurvePoint>(maxPoints) { points[0] };
        for (int i = 1, step = 1; i < points.Count - 1 && step < maxPoints - 1; i++)
        {
            if (along[i] < along[^1] * step / (maxPoints - 1))
                continue;
            thinned.Add(points[i]);
            while (step < maxPoints - 1 && along[i] >= along[^1] * step / (maxPoints - 1))
                step++;
        }

        thinned.Add(points[^1]);
        return thinned;
    }
}
