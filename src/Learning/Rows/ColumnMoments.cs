using Bellwether.Data.Training;

namespace Bellwether.Learning.Rows;

/// <summary>Weighted mean and standard deviation of a column's finite values, without overflow.</summary>
internal static class ColumnMoments
{
    /// <summary>Mean and deviation of a feature; 0 for a constant or wholly missing one.</summary>
    public static (double Mean, double Deviation) Of(Dataset train, int feature)
    {
        var column = train.Column(feature);
        var (total, mean) = (0.0, 0.0);
        for (var row = 0; row < column.Length; row++)
        {
            var weight = train.Weight(row);
            if (!double.IsFinite(column[row]) || weight == 0)
                continue;
            total += weight;
            mean += ((column[row] / 2) - (mean / 2)) * (weight / total) * 2;
        }

        var (squares, shift, scale) = (0.0, 0.0, 0.0);
        foreach (var value in column)
            if (double.IsFinite(value))
                scale = Math.Max(scale, Math.Abs((value / 2) - (mean / 2)));
        if (scale <= Math.Abs(mean) * 1e-15)
            return (mean, 0);
        for (var row = 0; row < column.Length; row++)
        {
            if (!double.IsFinite(column[row]))
                continue;
            var distance = ((column[row] / 2) - (mean / 2)) / scale;
            squares += train.Weight(row) * distance * distance;
            shift += train.Weight(row) * distance;
        }

        if (!(total > 0))
            return (mean, 0);
        return (mean + (2 * scale * (shift / total)), 2 * scale * Math.Sqrt(Math.Max(0, (squares / total) - (shift / total * (shift / total)))));
    }
}
