using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Sketches;

namespace Bellwether.Systems.Ladders;

/// <summary>How long one score takes.</summary>
internal static class ScoreTime
{
    private const int WarmUp = 1_000;

    /// <summary>Median and 99th percentile, in microseconds, over rows scored one by one.</summary>
    public static (double P50Us, double P99Us) Of(IModel model, Dataset data, int scores = 20_000)
    {
        var histogram = new LatencyHistogram();
        var row = new double[data.Width];
        for (var i = 0; i < scores + WarmUp; i++)
        {
            data.CopyRow(i % data.Rows, row);
            var began = Stopwatch.GetTimestamp();
            model.Predict(row);
            if (i >= WarmUp)
                histogram.Record(Stopwatch.GetElapsedTime(began));
        }

        return (histogram.QuantileNanoseconds(0.5) / 1e3, histogram.QuantileNanoseconds(0.99) / 1e3);
    }

    /// <summary>The least 99th percentile of three short measurements: other work on the machine only ever adds.</summary>
    public static double LeastP99Us(IModel model, Dataset data)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < 3; i++)
            least = Math.Min(least, Of(model, data, 3_000).P99Us);
        return least;
    }
}
