using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bellwether.Numerics;

/// <summary>Guards for arguments and options: each returns the value it checked, so that it fits an <c>init</c> accessor.</summary>
/// <remarks>Every message says what must hold and what came; the argument's name is captured by the compiler.</remarks>
public static class Require
{
    /// <summary>The value must be at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int Positive(int value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 1 ? value : throw OutOfRange(name, "at least 1", value);

    /// <summary>The value must be finite and greater than 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value > 0 ? value : throw OutOfRange(name, "a finite number greater than 0", value);

    /// <summary>The duration must be greater than zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static TimeSpan Positive(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > TimeSpan.Zero ? value : throw OutOfRange(name, "a duration greater than zero", value);

    /// <summary>The value must be 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int NotNegative(int value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 ? value : throw OutOfRange(name, "0 or more", value);

    /// <summary>The value must be finite and 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value >= 0 ? value : throw OutOfRange(name, "a finite number of 0 or more", value);

    /// <summary>The value must be neither NaN nor infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) ? value : throw OutOfRange(name, "a finite number", value);

    /// <summary>The value must lie in the closed interval [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    public static T InRange<T>(T value, T low, T high, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : IComparable<T>, IFormattable =>
        value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0
            ? value
            : throw OutOfRange(name, string.Create(CultureInfo.InvariantCulture, $"between {low} and {high}"), value);

    /// <summary>The text must be neither null, empty nor blank.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public static string NotBlank(string? value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException($"{name} must be a text that is not blank.", name);

    /// <summary>The two lengths must be equal.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void SameLength(int expected, int actual, [CallerArgumentExpression(nameof(actual))] string? name = null)
    {
        if (expected != actual)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must have length {expected}, but has {actual}."), name);
    }

    private static ArgumentOutOfRangeException OutOfRange(string? name, string must, object value) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be {must}."));
}
