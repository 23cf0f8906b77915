using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.TreeObjectives;

namespace Bellwether.Learning.Trees;

/// <summary>Sets the leaves of a tree to a quantile of the residuals that they hold, for losses whose Hessian says nothing.</summary>
internal static class LeafRenewal
{
    /// <summary>Replaces the values of all leaves; the tree's rows are those of its last growth.</summary>
    public static void Renew(GrownTree tree, TreeGrower grower, Targets targets, BoostedScores scores, double share, double learningRate, Crew crew)
    {
        var values = new double[tree.Leaves.Count];
        crew.Run(values.Length, index =>
        {
            var elements = grower.LeafRows(tree.Leaves[index].Begin, tree.Leaves[index].Count);
            var (residuals, weights) = (new double[elements.Length], new double[targets.Weights.IsEmpty ? 0 : elements.Length]);
            for (var i = 0; i < elements.Length; i++)
            {
                var row = (int)(uint)elements[i];
                residuals[i] = (targets.Labels[row] / scores.Unit) - scores.ByOutput[0][row];
                if (weights.Length > 0)
                    weights[i] = targets.Weights[row];
            }

            values[index] = WeightedQuantile.Of(residuals, weights, share) * learningRate;
        });
        for (var index = 0; index < values.Length; index++)
        {
            var node = tree.Leaves[index].Node;
            tree.Nodes[node] = tree.Nodes[node] with { Value = values[index] };
        }
    }
}
