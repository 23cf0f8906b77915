namespace Bellwether.Numerics.Distributions;

/// <summary>The special functions under the distributions: log-gamma, error function, incomplete gamma and beta functions.</summary>
/// <remarks>Relative error below 1e-11 where the result is not lost to underflow, tested against scipy. Series and continued fractions
/// after Abramowitz and Stegun 6.1, 6.5 and 26.5, evaluated by Lentz's method; their leading factors in the saddle-point form of Loader
/// ("Fast and accurate computation of binomial probabilities", 2000), which does not cancel for large arguments. Pure functions.</remarks>
public static class SpecialFunctions
{
    private const double Tiny = 1e-300;
    private const double Enough = 1e-16;
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double StirlingFrom = 16;

    /// <summary>The natural logarithm of Γ(x); the absolute error is below 1e-13 plus 1e-15 times the result.</summary>
    /// <param name="x">Finite and greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="x"/> is not.</exception>
    public static double LogGamma(double x)
    {
        Require.Positive(x);
        var product = 1.0;
        while (x < StirlingFrom)
            product *= x++;
        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + StirlingSeries(x) - Math.Log(product);
    }

    /// <summary>The error function, (2/√π) ∫₀ˣ exp(-t²) dt.</summary>
    public static double Erf(double x) => double.IsNaN(x) ? double.NaN : x < 0 ? -Erf(-x) : x > 6 ? 1 : GammaP(0.5, x * x);

    /// <summary>1 - <see cref="Erf"/>, without loss for large <paramref name="x"/>.</summary>
    public static double Erfc(double x) => double.IsNaN(x) ? double.NaN : x < 0 ? 2 - Erfc(-x) : x > 28 ? 0 : GammaQ(0.5, x * x);

    /// <summary>The regularized lower incomplete gamma function P(a, x).</summary>
    /// <param name="a">The shape, greater than 0.</param>
    /// <param name="x">0 or more; infinity gives 1, NaN gives NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static double GammaP(double a, double x) => Gamma(a, x, upper: false);

    /// <summary>The regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), without loss in the tail.</summary>
    /// <param name="a">The shape, greater than 0.</param>
    /// <param name="x">0 or more; infinity gives 0, NaN gives NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static double GammaQ(double a, double x) => Gamma(a, x, upper: true);

    /// <summary>The regularized incomplete beta function I(x; a, b).</summary>
    /// <param name="x">Between 0 and 1.</param>
    /// <param name="a">Greater than 0.</param>
    /// <param name="b">Greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static double BetaI(double x, double a, double b) => BetaI(Require.InRange(x, 0.0, 1.0), 1 - x, a, b);

    /// <summary>I(x; a, b) where 1 - x is known better than subtraction would give it.</summary>
    internal static double BetaI(double x, double complement, double a, double b)
    {
        Require.Positive(a);
        Require.Positive(b);
        if (x <= 0 || complement <= 0)
            return x <= 0 ? 0 : 1;
        return x < (a + 1) / (a + b + 2)
            ? BetaFactor(x, complement, a, b) * BetaFraction(x, a, b) / a
            : 1 - (BetaFactor(complement, x, b, a) * BetaFraction(complement, b, a) / b);
    }

    private static double Gamma(double a, double x, bool upper)
    {
        Require.Positive(a);
        if (double.IsNaN(x))
            return double.NaN;
        if (x < 0)
            throw new ArgumentOutOfRangeException(nameof(x), x, "x must be 0 or more.");
        if (x == 0 || double.IsPositiveInfinity(x))
            return (x == 0) == upper ? 1 : 0;
        var factor = Math.Sqrt(a / (2 * Math.PI)) * Math.Exp(-Deviance(a, x) - StirlingError(a)); // x^a e^-x / Γ(a)
        if (x < a + 1)
        {
            var lower = factor * GammaSeries(a, x);
            return upper ? 1 - lower : lower;
        }

        var tail = factor * GammaFraction(a, x);
        return upper ? tail : 1 - tail;
    }

    private static double GammaSeries(double a, double x)
    {
        var term = 1 / a;
        var sum = term;
        for (var n = a + 1; term > sum * Enough; n++)
        {
            term *= x / n;
            sum += term;
        }

        return sum;
    }

    private static double GammaFraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1.0; ; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / Guard((an * d) + b);
            c = Guard(b + (an / c));
            var step = c * d;
            h *= step;
            if (Math.Abs(step - 1) <= 2 * Enough || i > 1e7)
                return h;
        }
    }

    /// <summary>x^a y^b / B(a, b) for y = 1 - x.</summary>
    private static double BetaFactor(double x, double y, double a, double b)
    {
        var n = a + b;
        var exponent = StirlingError(n) - StirlingError(a) - StirlingError(b) - Deviance(a, n * x) - Deviance(b, n * y);
        return Math.Sqrt(a / n * b / (2 * Math.PI)) * Math.Exp(exponent);
    }

    private static double BetaFraction(double x, double a, double b)
    {
        var c = 1.0;
        var d = 1 / Guard(1 - ((a + b) * x / (a + 1)));
        var h = d;
        for (var m = 1.0; ; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Guard(1 + (even * d));
            c = Guard(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Guard(1 + (odd * d));
            c = Guard(1 + (odd / c));
            var step = d * c;
            h *= step;
            if (Math.Abs(step - 1) <= 2 * Enough || m > 1e7)
                return h;
        }
    }

    private static double Guard(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>a log(a / m) + m - a, without cancellation where a is near m (Loader, equation 5).</summary>
    private static double Deviance(double a, double m)
    {
        if (Math.Abs(a - m) >= 0.1 * (a + m))
            return (a * Math.Log(a / m)) + m - a;
        var v = (a - m) / (a + m);
        var sum = (a - m) * v;
        var term = 2 * a * v;
        for (var k = 3; ; k += 2)
        {
            term *= v * v;
            var next = sum + (term / k);
            if (next == sum)
                return sum;
            sum = next;
        }
    }

    /// <summary>log Γ(z) less Stirling's formula (z - 1/2) log z - z + log(2π)/2.</summary>
    private static double StirlingError(double z) =>
        z >= StirlingFrom ? StirlingSeries(z) : LogGamma(z) - (((z - 0.5) * Math.Log(z)) - z + HalfLogTwoPi);

    private static double StirlingSeries(double z)
    {
        var u = 1 / (z * z);
        return ((1.0 / 12) - (((1.0 / 360) - (((1.0 / 1260) - (((1.0 / 1680) - (((1.0 / 1188) - (((691.0 / 360360)
            - (u / 156)) * u)) * u)) * u)) * u)) * u)) / z;
    }
}
