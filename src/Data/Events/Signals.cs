using System.Collections.Frozen;

namespace Bellwether.Data.Events;

/// <summary>Named numbers that come with an event and that its type does not foresee one by one: a provider's risk signals, a file's
/// extra columns. Immutable; equal when names and values are equal.</summary>
public sealed class Signals : IEquatable<Signals>
{
    private readonly FrozenDictionary<string, double> _values;

    /// <summary>No signals.</summary>
    public static Signals None { get; } = new([]);

    /// <summary>These names and values.</summary>
    public Signals(IEnumerable<KeyValuePair<string, double>> values) => _values = values.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names and values, by name.</summary>
    public IEnumerable<KeyValuePair<string, double>> Values => _values.OrderBy(p => p.Key, StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _values.Count;

    /// <summary>The value of a name; NaN (missing) when there is none.</summary>
    public double this[string name] => _values.TryGetValue(name, out var value) ? value : double.NaN;

    /// <inheritdoc/>
    public bool Equals(Signals? other) => other is not null && Count == other.Count && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Signals);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;
}
