using Bellwether.Numerics.Distributions;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>A mixture of one kernel per observed point and one broad prior: truncated normals for numbers, smoothed shares for choices.</summary>
/// <remarks>Multivariate: a kernel is a product over parameters, drawn from as a whole. Bandwidths by Scott's rule, 0.2 · n^(-1/(d + 4)) of the
/// range, at least the range over min(100, n + 2).</remarks>
internal sealed class ParzenDensity
{
    private const double PriorWeight = 1, Bandwidth = 0.2;
    private const int Recent = 25;

    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly double[][] _centres;
    private readonly double[] _weights;

    /// <summary>Takes points (n, d) from the oldest to the newest.</summary>
    public ParzenDensity(IReadOnlyList<Parameter> parameters, double[][] points)
    {
        (_parameters, _centres) = (parameters, points);
        _weights = new double[points.Length + 1];
        for (var i = 0; i < points.Length; i++)
            _weights[i] = Age(i, points.Length);
        _weights[^1] = PriorWeight;
        var total = _weights.Sum();
        for (var i = 0; i < _weights.Length; i++)
            _weights[i] /= total;
    }

    /// <summary>Draws a point (d).</summary>
    public double[] Draw(RandomStream stream)
    {
        var (kernel, numbers) = (stream.NextIndex(_weights), new double[_parameters.Count]);
        for (var p = 0; p < numbers.Length; p++)
        {
            if (_parameters[p].Axis is not { } axis)
            {
                numbers[p] = stream.NextIndex([.. Enumerable.Range(0, _parameters[p].Choices).Select(c => Share(kernel, p, c))]);
                continue;
            }

            var (mean, deviation) = Kernel(kernel, p, axis);
            var (from, to) = (Normal.Cdf((axis.Low - mean) / deviation), Normal.Cdf((axis.High - mean) / deviation));
            var place = mean + (deviation * Normal.Quantile(Math.Clamp(stream.NextDouble(from, to), 1e-300, 1 - 1e-16)));
            numbers[p] = axis.ValueAt(Math.Clamp(place, axis.Low, axis.High));
        }

        return numbers;
    }

    /// <summary>The logarithm of the density at a point (d); the mass of the cell for whole numbers and choices.</summary>
    public double LogDensity(ReadOnlySpan<double> numbers)
    {
        var (most, logs) = (double.NegativeInfinity, new double[_weights.Length]);
        for (var kernel = 0; kernel < logs.Length; kernel++)
        {
            var sum = Math.Log(_weights[kernel]);
            for (var p = 0; p < numbers.Length; p++)
                sum += _parameters[p].Axis is { } axis ? LogAt(axis, numbers[p], Kernel(kernel, p, axis)) : Math.Log(Share(kernel, p, (int)numbers[p]));
            logs[kernel] = sum;
            most = Math.Max(most, sum);
        }

        return most + Math.Log(logs.Sum(l => Math.Exp(l - most)));
    }

    /// <summary>1 for the latest 25, less and less for what came before: the search has moved on.</summary>
    private static double Age(int index, int count)
    {
        var old = count - Recent;
        if (index >= old)
            return 1;
        return old == 1 ? 1.0 / count : (1.0 / count) + ((1 - (1.0 / count)) * index / (old - 1));
    }

    private (double Mean, double Deviation) Kernel(int kernel, int parameter, Axis axis)
    {
        var range = axis.High - axis.Low;
        if (kernel == _centres.Length)
            return ((axis.Low + axis.High) / 2, Math.Max(range, 1e-12));
        var width = Bandwidth * Math.Pow(_centres.Length, -1.0 / (_parameters.Count + 4)) * range;
        return (axis.PlaceOf(_centres[kernel][parameter]), Math.Max(Math.Max(width, range / Math.Min(100, _centres.Length + 2)), 1e-12));
    }

    private double Share(int kernel, int parameter, int choice)
    {
        var (choices, smooth) = (_parameters[parameter].Choices, PriorWeight / (_centres.Length + 1));
        if (kernel == _centres.Length)
            return 1.0 / choices;
        return (smooth + ((int)_centres[kernel][parameter] == choice ? 1 : 0)) / (1 + (smooth * choices));
    }

    private static double LogAt(Axis axis, double number, (double Mean, double Deviation) kernel)
    {
        var (mean, deviation) = kernel;
        var inside = Mass(axis.Low, axis.High, mean, deviation);
        if (axis.IsWhole)
        {
            var (from, to) = axis.Cell(number);
            return Math.Log(Math.Max(Mass(from, to, mean, deviation), 1e-300) / inside);
        }

        var z = (axis.PlaceOf(number) - mean) / deviation;
        return (-0.5 * z * z) - Math.Log(deviation * Math.Sqrt(2 * Math.PI) * inside);
    }

    /// <summary>The mass of a normal between two places, taken on the side where both tails are small.</summary>
    private static double Mass(double from, double to, double mean, double deviation)
    {
        var (a, b) = ((from - mean) / deviation, (to - mean) / deviation);
        return a > 0 ? Normal.Survival(a) - Normal.Survival(b) : Normal.Cdf(b) - Normal.Cdf(a);
    }
}
