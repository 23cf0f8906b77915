using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Sketches;

namespace Bellwether.Systems.Ladders;

/// <summary>How long one score takes.</summary>
internal static class ScoreTime
{
    private const int WarmUp = 1_000, Fewest = 100;

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(5), s_short = TimeSpan.FromMilliseconds(40);

    /// <summary>Median and 99th percentile, in microseconds, over 20,000 rows scored one by one; fewer, but at least 100, where that takes
    /// more than five seconds.</summary>
    public static (double P50Us, double P99Us) Of(IModel model, Dataset data) => Of(model, data, 20_000, s_long);

    /// <summary>The least 99th percentile of three short measurements, in microseconds: other work on the machine only ever adds.</summary>
    public static double LeastP99Us(IModel model, Dataset data)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < 3; i++)
            least = Math.Min(least, Of(model, data, 3_000, s_short).P99Us);
        return least;
    }

    private static (double P50Us, double P99Us) Of(IModel model, Dataset data, int scores, TimeSpan most)
    {
        var (histogram, row, start) = (new LatencyHistogram(), new double[data.Width], Stopwatch.GetTimestamp());
        for (var i = 0; i < WarmUp && Stopwatch.GetElapsedTime(start) < most / 4; i++)
            Score(i);
        start = Stopwatch.GetTimestamp();
        for (var i = 0; i < scores && (i < Fewest || Stopwatch.GetElapsedTime(start) < most); i++)
            histogram.Record(Score(i));
        return (histogram.QuantileNanoseconds(0.5) / 1e3, histogram.QuantileNanoseconds(0.99) / 1e3);

        TimeSpan Score(int i)
        {
            data.CopyRow(i % data.Rows, row);
            var began = Stopwatch.GetTimestamp();
            model.Predict(row);
            return Stopwatch.GetElapsedTime(began);
        }
    }
}
