using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Forests;

/// <summary>Labels and weights as whole numbers, so that sums over rows do not depend on their order.</summary>
internal sealed class ForestTargets
{
    private readonly double _mean, _unit = 1;

    /// <summary>Scales labels and weights; classes 0 for labels that are quantities.</summary>
    public ForestTargets(IColumnSource rows, int classes)
    {
        var (n, top) = (rows.Rows, 0.0);
        Classes = classes;
        Weights = new long[n];
        foreach (var weight in rows.Weights.Span)
            top = Math.Max(top, weight);

        // a bootstrap may take a row many times, so room is left for 2^10 times all rows
        var scale = rows.Weights.IsEmpty ? 1 : Math.ScaleB(1, Math.Clamp(42 - (int)Math.Ceiling(Math.Log2(n + 1.0)) - Math.ILogB(top), -1000, 1000));
        WeightUnit = 1 / scale;
        for (var row = 0; row < n; row++)
            Weights[row] = rows.Weights.IsEmpty ? 1 : (long)Math.Round(rows.Weights.Span[row] * scale);
        if (classes > 0)
        {
            Labels = Array.ConvertAll(rows.Labels.ToArray(), l => (int)l);
            return;
        }

        _mean = TrainingRows.MeanLabel(rows.Labels.Span, rows.Weights.Span);
        var spread = 0.0;
        foreach (var label in rows.Labels.Span)
            spread = Math.Max(spread, Math.Abs((label / 2) - (_mean / 2)));
        if (spread > 0)
            _unit = Math.ScaleB(1, Math.Clamp(Math.ILogB(spread) + 2, -1000, 1000)) / (1 << Bits);
        Labels = Array.ConvertAll(rows.Labels.ToArray(), l => (int)Math.Round((l / 2 - _mean / 2) / _unit * 2));
    }

    private const int Bits = 29;

    /// <summary>How many classes there are; 0 for quantities.</summary>
    public int Classes { get; }

    /// <summary>The class of each row, or its distance from the mean in units.</summary>
    public int[] Labels { get; }

    /// <summary>The weight of each row in units.</summary>
    public long[] Weights { get; }

    /// <summary>What a sum of weights is multiplied by.</summary>
    public double WeightUnit { get; }

    /// <summary>A label from a mean in units.</summary>
    public double Value(double mean) => _mean + (mean * _unit);
}
