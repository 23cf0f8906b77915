using Bellwether.Learning.TreeGrowth;

namespace Bellwether.Learning.Trees;

/// <summary>The scores that boosting has given to binned rows so far, in the objective's unit.</summary>
internal sealed class BoostedScores
{
    private readonly BinnedRows _rows;
    private readonly Crew _crew;

    /// <summary>Starts every row at the same scores (k).</summary>
    public BoostedScores(BinnedRows rows, double[] start, double unit, Crew crew)
    {
        (_rows, _crew, Unit, ByOutput) = (rows, crew, unit, new double[start.Length][]);
        for (var output = 0; output < start.Length; output++)
        {
            ByOutput[output] = GC.AllocateUninitializedArray<double>(rows.Rows);
            ByOutput[output].AsSpan().Fill(start[output]);
        }
    }

    /// <summary>Scores by output, then row.</summary>
    public double[][] ByOutput { get; }

    /// <summary>What a score is multiplied by to be in the labels' unit.</summary>
    public double Unit { get; }

    /// <summary>Adds a tree that was grown on all of these rows and still knows the rows of its leaves.</summary>
    public void Add(GrownTree tree, int output, TreeGrower grower)
    {
        var scores = ByOutput[output];
        _crew.Run(tree.Leaves.Count, index =>
        {
            var leaf = tree.Leaves[index];
            var value = tree.Nodes[leaf.Node].Value;
            foreach (var element in grower.LeafRows(leaf.Begin, leaf.Count))
                scores[(uint)element] += value;
        });
    }

    /// <summary>Adds a tree, times a factor, by walking it for every row.</summary>
    public void Add(GrownTree tree, int output, double factor = 1)
    {
        var scores = ByOutput[output];
        _crew.Blocks(scores.Length, (_, from, to) =>
        {
            for (var row = from; row < to; row++)
                scores[row] += tree.Nodes[tree.LeafOf(_rows, row)].Value * factor;
        });
    }
}
