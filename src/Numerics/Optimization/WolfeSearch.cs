using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Numerics.Optimization;

/// <summary>Finds a step along a direction that meets the strong Wolfe conditions: enough decrease, and a slope that has flattened.</summary>
/// <remarks>Nocedal and Wright, "Numerical Optimization" (2006), algorithms 3.5 (bracket) and 3.6 (zoom), with cubic interpolation (3.59).</remarks>
internal sealed class WolfeSearch(IObjective objective)
{
    private const double Decrease = 1e-4, Flatness = 0.9, Longest = 1e10, Rounding = 1e-15;
    private const int MostTrials = 40;

    private readonly double[] _trial = new double[objective.Dimension];
    private readonly double[] _gradient = new double[objective.Dimension];

    /// <summary>The step taken.</summary>
    public double[] Step { get; } = new double[objective.Dimension];

    /// <summary>By how much it changed the gradient.</summary>
    public double[] Change { get; } = new double[objective.Dimension];

    public int Evaluations { get; private set; }

    /// <summary>Moves point, value and gradient; false, with nothing changed, when no step goes down.</summary>
    public bool Advance(Span<double> point, ref double value, Span<double> gradient, ReadOnlySpan<double> direction, double first)
    {
        var start = new Trial(0, value, DenseVectors.Dot(gradient, direction));
        if (!(start.Slope < 0))
            return false;
        // Near the minimum values are equal but for rounding, and only slopes tell (Hager and Zhang, 2005, section 3).
        var (low, high, noise) = (start, start, Rounding * Math.Abs(start.Value));
        var (length, best, bracketed) = (first, start, false);
        for (var trials = 0; trials < MostTrials; trials++)
        {
            var here = At(point, direction, length);
            if (!(here.Value <= start.Value + (Decrease * length * start.Slope) + noise) || (low.Length > 0 && here.Value >= low.Value + noise))
                (high, bracketed) = (here, true);
            else
            {
                best = here;
                if (Math.Abs(here.Slope) <= -Flatness * start.Slope)
                    break;
                if (here.Slope * ((bracketed ? high.Length : double.PositiveInfinity) - low.Length) >= 0)
                    (high, bracketed) = (low, true);
                low = here;
            }

            if (!bracketed && length >= Longest)
                break;
            length = bracketed ? Between(low, high) : Math.Min(Longest, Beyond(low, length));
            if (bracketed && Math.Abs(high.Length - low.Length) <= 1e-14 * Math.Max(high.Length, low.Length))
                break;
        }

        if (!(best.Length > 0) || !(best.Value <= start.Value + noise))
            return false;
        Take(point, ref value, gradient, direction, best);
        return true;
    }

    private void Take(Span<double> point, ref double value, Span<double> gradient, ReadOnlySpan<double> direction, Trial best)
    {
        DenseVectors.AddScaled(direction, best.Length, point, Step);
        if (!_trial.AsSpan().SequenceEqual(Step))
            best = At(point, direction, best.Length);
        DenseVectors.AddScaled(point, -1, _trial, Step);
        DenseVectors.AddScaled(gradient, -1, _gradient, Change);
        _trial.CopyTo(point);
        _gradient.CopyTo(gradient);
        value = best.Value;
    }

    private Trial At(ReadOnlySpan<double> point, ReadOnlySpan<double> direction, double length)
    {
        DenseVectors.AddScaled(direction, length, point, _trial);
        Evaluations++;
        var value = objective.Evaluate(_trial, _gradient);
        var slope = DenseVectors.Dot(_gradient, direction);
        return double.IsFinite(value) && double.IsFinite(slope) ? new Trial(length, value, slope) : new Trial(length, double.PositiveInfinity, 0);
    }

    private static double Beyond(Trial low, double length) => length * (low.Length > 0 ? 4 : 2);

    /// <summary>The minimum of the cubic through both ends, kept a tenth away from them; the middle when an end is not finite.</summary>
    private static double Between(Trial a, Trial b)
    {
        var (near, far) = (Math.Min(a.Length, b.Length), Math.Max(a.Length, b.Length));
        var (width, middle) = (far - near, near + ((far - near) / 2));
        if (!double.IsFinite(b.Value))
            return near + (width / 10);
        var d1 = a.Slope + b.Slope - (3 * (a.Value - b.Value) / (a.Length - b.Length));
        var square = (d1 * d1) - (a.Slope * b.Slope);
        if (!(square >= 0))
            return middle;
        var d2 = Math.Sign(b.Length - a.Length) * Math.Sqrt(square);
        var length = b.Length - ((b.Length - a.Length) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2)));
        return double.IsFinite(length) ? Math.Clamp(length, near + (width / 10), far - (width / 10)) : middle;
    }

    private readonly record struct Trial(double Length, double Value, double Slope);
}
