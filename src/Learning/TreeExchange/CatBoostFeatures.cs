using Bellwether.Data.Formats;
using Bellwether.Data.Training;

namespace Bellwether.Learning.TreeExchange;

/// <summary>The features of a CatBoost file: float features count among themselves in splits, and among all in vectors.</summary>
internal sealed class CatBoostFeatures
{
    private readonly Dictionary<int, (int Flat, bool MissingRight)> _floats = [];

    /// <summary>Reads them.</summary>
    /// <exception cref="ModelFormatException">Two features have one number, or a number is absurd.</exception>
    public CatBoostFeatures(FileNode information, FeatureSchema? schema, long bytes)
    {
        var (names, kinds) = (new Dictionary<int, string>(), new Dictionary<int, FeatureKind>());
        foreach (var (list, kind) in (ReadOnlySpan<(string, FeatureKind)>)[("float_features", FeatureKind.Numeric), ("categorical_features", FeatureKind.Categorical)])
        {
            if (information.Find(list) is not { } features)
                continue;
            for (var i = 0; i < features.Count; i++)
                Add(features[i], kind, names, kinds, bytes);
        }

        // text and embedding features leave holes, which no split that is read here can ask for
        var count = names.Count == 0 ? 0 : names.Keys.Max() + 1;
        var all = new string[count];
        for (var flat = 0; flat < count; flat++)
            all[flat] = names.GetValueOrDefault(flat, $"f{flat}");
        Features = new ImportedFeatures(count, all, schema, bytes, information.Path);
        foreach (var (flat, kind) in kinds)
            Features.Tell(flat, kind);
    }

    /// <summary>All features by their place in a vector.</summary>
    public ImportedFeatures Features { get; }

    /// <summary>A split as a node without children.</summary>
    /// <exception cref="ModelFormatException">It is on no float feature.</exception>
    public ImportedNode Split(FileNode split)
    {
        if (split.Find("split_type") is { } type && type.Text() != "FloatFeature")
            throw new ModelFormatException($"{type.Path} must be FloatFeature, but is {type.Text()}. CatBoost's hashes and statistics of categories stay with CatBoost: encode categories as numbers before training, and train without cat_features.");
        var (index, border) = (split.Member("float_feature_index"), split.Member("border"));
        if (!_floats.TryGetValue(index.Whole(0, int.MaxValue), out var feature))
            throw new ModelFormatException($"{index.Path} must be the feature_index of a float feature, but is {FileNumber.Text(index.Number())}.");
        return new ImportedNode { Feature = feature.Flat, Threshold = SinglePrecision.AtMost((float)border.Number()), MissingLeft = !feature.MissingRight };
    }

    private void Add(FileNode feature, FeatureKind kind, Dictionary<int, string> names, Dictionary<int, FeatureKind> kinds, long bytes)
    {
        var flat = feature.Member("flat_feature_index").Whole(0, (int)Math.Min(int.MaxValue - 1, Math.Max(4096, bytes)));
        var name = (feature.Find("feature_id") ?? feature.Find("feature_name"))?.Text();
        if (!names.TryAdd(flat, string.IsNullOrEmpty(name) ? $"f{flat}" : name))
            throw new ModelFormatException($"{feature.Path}.flat_feature_index must be another for each feature, but {flat} occurs twice.");
        kinds.Add(flat, kind);
        if (kind != FeatureKind.Numeric)
            return;
        var treatment = feature.Find("nan_value_treatment")?.Text() ?? "AsIs";
        if (treatment is not ("AsIs" or "AsFalse" or "AsTrue"))
            throw new ModelFormatException($"{feature.Path}.nan_value_treatment must be AsIs, AsFalse or AsTrue, but is '{treatment}'.");
        if (!_floats.TryAdd(feature.Member("feature_index").Whole(0, int.MaxValue), (flat, treatment == "AsTrue")))
            throw new ModelFormatException($"{feature.Path}.feature_index must be another for each float feature, but occurs twice.");
    }
}
