using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.TreeExchange;

/// <summary>The features of a foreign model: how its splits use each, and where each stands in our schema.</summary>
internal sealed class ImportedFeatures
{
    private const int MostUnnamed = 4096;
    private readonly FeatureSchema? _asked;
    private readonly string[] _names;
    private readonly bool _named;
    private readonly FeatureKind?[] _kinds;
    private readonly HashSet<int>?[] _codes;

    /// <summary>Takes the features of a file.</summary>
    /// <param name="count">How many the file tells.</param>
    /// <param name="names">Their names, or null: then they are f0, f1 and so on.</param>
    /// <param name="asked">The schema that the model is to have, or null to make one of the file.</param>
    /// <param name="bytes">The size of the file: a file that names no features may claim no more features than it has bytes.</param>
    /// <param name="place">Where the count stands.</param>
    /// <exception cref="ModelFormatException">The count is absurd, or a name occurs twice.</exception>
    public ImportedFeatures(int count, IReadOnlyList<string>? names, FeatureSchema? asked, long bytes, string place)
    {
        if (names is not null && names.Count != count)
            throw new ModelFormatException($"{place} must be the number of feature names, {names.Count}, but is {count}.");
        if (names is null && asked is null && count > Math.Max(MostUnnamed, bytes))
            throw new ModelFormatException($"{place} must be at most the number of bytes of the file, {bytes}, where features have no names, but is {count}. Give the schema if this is meant.");
        if (names is null && asked is not null && asked.Count != count)
            throw new ModelFormatException($"{place} must be the number of features of the schema, {asked.Count}, because the file names no features, but is {count}.");
        (_asked, _named) = (asked, names is not null);
        _names = names is not null ? [.. names] : asked is not null ? [.. asked.Features.Select(f => f.Name)] : [.. Enumerable.Range(0, count).Select(i => $"f{i}")];
        (_kinds, _codes) = (new FeatureKind?[count], new HashSet<int>?[count]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _names)
            if (!seen.Add(name))
                throw new ModelFormatException($"The feature names must differ, but '{name}' occurs twice. Rename the columns and save the model again.");
    }

    /// <summary>How many features the file has.</summary>
    public int Count => _names.Length;

    /// <summary>What kind the file tells a feature to be, where no split shows it.</summary>
    public void Tell(int feature, FeatureKind kind) => _kinds[feature] ??= kind;

    /// <summary>Notes how a node uses its feature.</summary>
    /// <exception cref="ModelFormatException">Another node uses it otherwise.</exception>
    public void Use(ImportedNode node, string place)
    {
        if (node.Feature < 0)
            return;
        var kind = node.Categories is null ? FeatureKind.Numeric : FeatureKind.Categorical;
        if ((_kinds[node.Feature] ??= kind) != kind)
            throw new ModelFormatException($"{place} must ask for '{_names[node.Feature]}' as other places do, by value or by category, but does not.");
        if (node.Categories is { } codes)
            (_codes[node.Feature] ??= []).UnionWith(codes);
    }

    /// <summary>The schema of the model, where each feature of the file stands in it, and the codes that its splits list.</summary>
    /// <exception cref="ModelFormatException">The schema asked for lacks a feature, or has it as another kind.</exception>
    public (FeatureSchema Schema, int[] Places, CategoryCodes?[] Codes) Resolve()
    {
        var schema = _asked ?? new FeatureSchema(_names.Select((name, i) => new FeatureSpec(name, _kinds[i] ?? FeatureKind.Numeric)));
        var (places, codes) = (new int[Count], new CategoryCodes?[schema.Count]);
        for (var feature = 0; feature < places.Length; feature++)
        {
            places[feature] = _named ? schema.IndexOf(_names[feature]) : feature;
            if (places[feature] < 0)
                throw new ModelFormatException($"The schema must have the feature '{_names[feature]}' of the file, but has not. Features are matched by name.");
            var spec = schema[places[feature]];
            if (_kinds[feature] is { } kind && kind != spec.Kind)
                throw new ModelFormatException($"The feature '{spec.Name}' must be {kind} in the schema, as the file has it, but is {spec.Kind}.");
            if (_codes[feature] is { } listed)
                codes[places[feature]] = new CategoryCodes([.. listed.Order().Select(c => (double)c)]);
        }

        return (schema, places, codes);
    }
}
