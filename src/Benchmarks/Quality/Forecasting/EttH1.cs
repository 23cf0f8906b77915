using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Learning.Forecasting;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Benchmarks.Quality.Forecasting;

/// <summary>The seven hourly series of an electricity transformer, by forecasters that see one series and no training months.</summary>
public sealed class EttH1 : QualityCase
{
    private const int Variables = 7;
    private const int TrainHours = 8_640;
    private const int TestFrom = 11_520;
    private const int TestTo = 14_400;
    private const int Seen = 336;
    private static readonly int[] Horizons = [96, 192, 336, 720];
    private static readonly double[] PublishedMse = [0.375, 0.405, 0.439, 0.472];
    private static readonly double[] PublishedMae = [0.399, 0.416, 0.443, 0.490];

    /// <inheritdoc/>
    public override string Name => "etth1";

    /// <inheritdoc/>
    public override string Task => "All 7 hourly series z-scored by the first 12 months, every window of the test months 17 to 20 (the standard 12/4/4 split); fitted on the 336 hours before each window.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var series = Read(context.File("ETTh1.csv.gz"));
        foreach (var forecaster in new IForecaster[] { new Naive(), new SeasonalNaive(), new Deseasonalized(new Naive()), new Deseasonalized(new Theta()) })
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.Progress.Report(forecaster.Name);
            var began = Stopwatch.GetTimestamp();
            var (squared, absolute) = Judge(context, forecaster, series);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            for (var h = 0; h < Horizons.Length; h++)
            {
                yield return Row(forecaster.Name, $"MSE, {Horizons[h]} hours", squared[h], PublishedMse[h], seconds);
                yield return Row(forecaster.Name, $"MAE, {Horizons[h]} hours", absolute[h], PublishedMae[h], seconds);
            }
        }
    }

    private static QualityRow Row(string method, string metric, double value, double published, double seconds) =>
        new(method, metric, new Estimate(value, double.NaN, double.NaN, TestTo - TestFrom, IntervalMethod.None) { Reason = "Windows overlap: they are no independent units to draw from." }, false, seconds)
        {
            Published = published,
            PublishedBy = "DLinear-S (LTSF-Linear), another method: it learns weights from the training months",
        };

    private static (double[] Squared, double[] Absolute) Judge(QualityContext context, IForecaster forecaster, double[][] series)
    {
        var windows = TestTo - TestFrom - Horizons[0] + 1;
        var (squared, absolute) = (new double[windows][], new double[windows][]);
        Fork.Run(windows, context.Threads, w =>
        {
            (squared[w], absolute[w]) = (new double[Horizons.Length], new double[Horizons.Length]);
            var forecast = new double[Horizons[^1]];
            foreach (var values in series)
            {
                var origin = TestFrom + w;
                forecaster.Fit(new TimeSeries(values[(origin - Seen)..origin], 24), context.Fit with { Threads = 1 }).Forecast(forecast);
                Add(values.AsSpan(origin), forecast, TestTo - origin, squared[w], absolute[w]);
            }
        }, context.CancellationToken);
        var (meanSquared, meanAbsolute) = (new double[Horizons.Length], new double[Horizons.Length]);
        for (var h = 0; h < Horizons.Length; h++)
        {
            var count = TestTo - TestFrom - Horizons[h] + 1;
            meanSquared[h] = squared.Take(count).Average(s => s[h]) / Variables;
            meanAbsolute[h] = absolute.Take(count).Average(s => s[h]) / Variables;
        }

        return (meanSquared, meanAbsolute);
    }

    private static void Add(ReadOnlySpan<double> truth, double[] forecast, int left, double[] squared, double[] absolute)
    {
        double square = 0, size = 0;
        var horizon = 0;
        for (var h = 0; h < forecast.Length && h < left; h++)
        {
            var error = truth[h] - forecast[h];
            (square, size) = (square + (error * error), size + Math.Abs(error));
            if (h + 1 != Horizons[horizon])
                continue;
            squared[horizon] += square / (h + 1);
            absolute[horizon++] += size / (h + 1);
        }
    }

    private static double[][] Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        double[][] series = [.. Enumerable.Range(0, Variables).Select(_ => new double[TestTo])];
        for (var row = 0; row < TestTo; row++)
        {
            var fields = reader.ReadLine()?.Split(',') ?? [];
            for (var v = 0; v < Variables; v++)
                if (fields.Length != Variables + 1 || !double.TryParse(fields[v + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out series[v][row]))
                    throw new InvalidDataException($"'{path}' line {row + 2} must have a date and {Variables} numbers.");
        }

        foreach (var values in series)
        {
            var mean = values.Take(TrainHours).Average();
            var deviation = Math.Sqrt(values.Take(TrainHours).Average(v => (v - mean) * (v - mean)));
            for (var t = 0; t < values.Length; t++)
                values[t] = (values[t] - mean) / deviation;
        }

        return series;
    }
}
