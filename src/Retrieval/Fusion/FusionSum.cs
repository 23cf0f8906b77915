using Bellwether.Numerics;

namespace Bellwether.Retrieval.Fusion;

/// <summary>Checks that fusions share.</summary>
internal static class FusionSum
{
    public static void CheckWeights(int lists, IReadOnlyList<double>? weights)
    {
        if (weights is null)
            return;
        Require.SameLength(lists, weights.Count);
        foreach (var weight in weights)
            Require.NotNegative(weight);
    }
}
