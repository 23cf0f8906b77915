using System.Numerics;
using Bellwether.Data.Models;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>TreeSHAP against the definition of the Shapley value: every subset of features, absent ones averaged by training rows.</summary>
public sealed class TreeShapTests
{
    [Fact]
    public void Contributions_equal_Shapley_values_by_their_definition()
    {
        var rows = Sample.Make(500);
        var options = new BoostedTrees { Trees = 6, MaxLeaves = 12 };
        var model = (TreesModel)options.Fit(rows, new FitContext(new Seed(1)));
        var trees = model.Ensemble;
        var contributions = new double[rows.Width];
        for (var row = 0; row < 25; row++)
        {
            var vector = Sample.Vector(rows, row);
            model.Explain(vector, contributions);
            var encoded = new double[vector.Length];
            trees.Encode(vector, encoded);
            for (var feature = 0; feature < rows.Width; feature++)
                Assert.Equal(Shapley(trees, encoded, feature), contributions[feature], 1e-9);
        }
    }

    private static double Shapley(TreeEnsemble trees, double[] encoded, int feature)
    {
        var (sum, d) = (0.0, encoded.Length);
        for (var set = 0; set < 1 << d; set++)
        {
            if ((set >> feature & 1) != 0)
                continue;
            var size = BitOperations.PopCount((uint)set);
            var share = Factorial(size) * Factorial(d - size - 1) / Factorial(d);
            for (var tree = 0; tree < trees.Trees; tree++)
                sum += share * (Mean(trees, trees.Roots[tree], encoded, set | (1 << feature)) - Mean(trees, trees.Roots[tree], encoded, set));
        }

        return sum;
    }

    private static double Mean(TreeEnsemble trees, int node, double[] encoded, int set)
    {
        if (trees.IsLeaf(node))
            return trees.Values[trees.Lefts[node]];
        var (left, cover) = (trees.Lefts[node], trees.Covers[node]);
        return (set >> (trees.Features[node]) & 1) != 0
            ? Mean(trees, trees.Next(node, encoded), encoded, set)
            : (trees.Covers[left] / cover * Mean(trees, left, encoded, set)) + (trees.Covers[left + 1] / cover * Mean(trees, left + 1, encoded, set));
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
