using System.Buffers;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Forecasting;

/// <summary>Intervals of models without a formula: quantiles of simulated futures, the same at every call.</summary>
internal static class EtsPaths
{
    private const int Paths = 2_000;

    public static void Interval(EtsForecast model, double level, Span<double> low, Span<double> high)
    {
        var steps = low.Length;
        var futures = ArrayPool<double>.Shared.Rent(Paths * Math.Max(1, steps));
        var season = new double[model.End.Season.Count];
        var stream = new Seed(20_080).Stream();
        for (var path = 0; path < Paths; path++)
            Simulate(model, stream, season, futures, path, steps);
        var below = (1 - level) / 2;
        for (var h = 0; h < steps; h++)
        {
            var sorted = futures.AsSpan(h * Paths, Paths);
            sorted.Sort();
            (low[h], high[h]) = (At(sorted, below), At(sorted, 1 - below));
        }

        ArrayPool<double>.Shared.Return(futures);
    }

    private static void Simulate(EtsForecast model, RandomStream stream, double[] season, double[] futures, int path, int steps)
    {
        var (shape, end) = (model.Shape, model.End);
        for (var j = 0; j < season.Length; j++)
            season[j] = end.Season[j];
        var (level, slope) = (end.Level, end.Slope);
        for (var h = 0; h < steps; h++)
        {
            var damped = shape.Trend == EtsComponent.Multiplicative ? Math.Pow(slope, end.Phi) : end.Phi * slope;
            var q = shape.Trend switch { EtsComponent.None => level, EtsComponent.Additive => level + damped, _ => level * damped };
            var s = season.Length > 0 ? season[h % season.Length] : 0;
            var mean = shape.Season switch { EtsComponent.None => q, EtsComponent.Additive => q + s, _ => q * s };
            var noise = stream.NextGaussian(0, model.Sigma);
            var y = ForecastOutput.Held(shape.Error == EtsComponent.Multiplicative ? mean * (1 + noise) : mean + noise);
            futures[(h * Paths) + path] = y;
            // A path that left the positive numbers stays at their edge: the model is not defined beyond.
            var (held, safe) = (Math.Max(y, 1e-10), Math.Max(q, 1e-10));
            var p = shape.Season switch { EtsComponent.None => y, EtsComponent.Additive => y - s, _ => held / Math.Max(s, 1e-10) };
            var next = q + (end.Alpha * (p - q));
            slope = shape.Trend switch { EtsComponent.None => 0, EtsComponent.Additive => damped + (end.Beta * (p - q)), _ => Math.Max(1e-10, damped + (end.Beta * (p - q) / Math.Max(level, 1e-10))) };
            level = shape.Trend == EtsComponent.Multiplicative ? Math.Clamp(next, 1e-10, 1e100) : next;
            if (season.Length > 0)
                season[h % season.Length] = s + (end.Gamma * ((shape.Season == EtsComponent.Additive ? y - q : held / safe) - s));
        }
    }

    private static double At(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var (below, part) = ((int)place, place - (int)place);
        return below + 1 < sorted.Length ? (sorted[below] * (1 - part)) + (sorted[below + 1] * part) : sorted[^1];
    }
}
