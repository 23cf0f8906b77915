using Bellwether.Data.Training;

namespace Bellwether.Learning.Trees;

/// <summary>How much a feature did for a model.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Gain">The summed gain of its splits.</param>
/// <param name="Splits">How many splits use it.</param>
public sealed record FeatureImportance(string Feature, double Gain, int Splits)
{
    internal static IReadOnlyList<FeatureImportance> Of(FeatureSchema schema, TreeEnsemble trees)
    {
        var (gains, counts) = (new double[schema.Count], new int[schema.Count]);
        for (var node = 0; node < trees.Features.Length; node++)
            if (!trees.IsLeaf(node))
            {
                gains[trees.Features[node]] += trees.Gains[node];
                counts[trees.Features[node]]++;
            }

        return [.. schema.Features.Select((f, i) => new FeatureImportance(f.Name, gains[i], counts[i]))
            .Where(f => f.Splits > 0).OrderByDescending(f => f.Gain).ThenBy(f => f.Feature, StringComparer.Ordinal)];
    }
}
