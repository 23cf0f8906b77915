using System.Collections.Frozen;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Training;

/// <summary>The features of a vector, in order. Immutable.</summary>
public sealed class FeatureSchema
{
    private readonly FeatureSpec[] _features;
    private readonly FrozenDictionary<string, int> _indexByName;

    /// <summary>Makes a schema of these features.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public FeatureSchema(IEnumerable<FeatureSpec> features)
    {
        _features = [.. features];
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _features.Length; i++)
            if (!index.TryAdd(_features[i].Name, i))
                throw new ArgumentException($"Feature names must be unique, but '{_features[i].Name}' occurs twice.", nameof(features));
        _indexByName = index.ToFrozenDictionary(StringComparer.Ordinal);
        Fingerprint = Hash();
    }

    /// <summary>The features in order.</summary>
    public IReadOnlyList<FeatureSpec> Features => _features;

    /// <summary>How many there are.</summary>
    public int Count => _features.Length;

    /// <summary>The feature at a place.</summary>
    public FeatureSpec this[int index] => _features[index];

    /// <summary>A hash over names and kinds in order: a model refuses vectors of another fingerprint.</summary>
    public ulong Fingerprint { get; }

    /// <summary>The place of a feature, or -1.</summary>
    public int IndexOf(string name) => _indexByName.TryGetValue(name, out var index) ? index : -1;

    private ulong Hash()
    {
        var hash = (ulong)_features.Length;
        foreach (var feature in _features)
            hash = StableHash.Of((ulong)feature.Kind, StableHash.Of(feature.Name, hash));
        return hash;
    }
}
