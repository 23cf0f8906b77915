using System.Globalization;

namespace Bellwether.Learning.Tuning;

/// <summary>A parameter whose values are of one type.</summary>
/// <typeparam name="T">What <see cref="Point.Get"/> gives.</typeparam>
public sealed class Parameter<T> : Parameter
{
    private readonly Func<double, T> _value;

    internal Parameter(string name, Axis? axis, int choices, Func<double, T> value)
        : base(name, axis, choices) => _value = value;

    /// <summary>The value that a number stands for.</summary>
    internal T Value(double number) => _value(number);

    internal override string Text(double number) => _value(number) switch
    {
        double real => real.ToString("G4", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        var other => other?.ToString() ?? "none",
    };
}
