namespace Bellwether.Learning.Tuning;

/// <summary>A value for every parameter of a space. Immutable; equal when parameters and values are.</summary>
public sealed class Point : IEquatable<Point>
{
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly double[] _numbers;

    internal Point(IReadOnlyList<Parameter> parameters, double[] numbers) => (_parameters, _numbers) = (parameters, numbers);

    /// <summary>The values as a person reads them, by parameter, in the order of the space.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts => [.. _parameters.Select((p, i) => KeyValuePair.Create(p.Name, p.Text(_numbers[i])))];

    /// <summary>The numbers that a search sees: values, and places of choices.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="ArgumentException">The parameter is not one of the point's space.</exception>
    public T Get<T>(Parameter<T> parameter)
    {
        for (var i = 0; i < _parameters.Count; i++)
            if (ReferenceEquals(_parameters[i], parameter))
                return parameter.Value(_numbers[i]);
        throw new ArgumentException($"The parameter must be one of the space, but '{parameter.Name}' was not given to it.", nameof(parameter));
    }

    /// <inheritdoc/>
    public bool Equals(Point? other) => other is not null && _parameters.SequenceEqual(other._parameters) && _numbers.AsSpan().SequenceEqual(other._numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Point);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var number in _numbers)
            hash.Add(number);
        return hash.ToHashCode();
    }

    /// <summary>E.g. <c>learning rate 0.1, leaves 31</c>.</summary>
    public override string ToString() => _parameters.Count == 0 ? "as it is" : string.Join(", ", Texts.Select(t => $"{t.Key} {t.Value}"));
}
