using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.TreeObjectives;

namespace Bellwether.Learning.Trees;

/// <summary>Follows the loss on rows that the trees do not learn from, and remembers where it was least.</summary>
internal sealed class EarlyStopping(Objective objective, Targets targets, BoostedScores scores, int patience)
{
    private double _best = objective.Loss(targets, scores.ByOutput);
    private int _bestRound = -1;

    /// <summary>How many trees gave the least loss.</summary>
    public int BestTrees { get; private set; }

    /// <summary>Adds a tree to the scores.</summary>
    public void Add(GrownTree tree, int output) => scores.Add(tree, output);

    /// <summary>Looks at the loss after a round; says whether it is time to stop.</summary>
    public bool After(int round, int trees)
    {
        var loss = objective.Loss(targets, scores.ByOutput);
        if (loss < _best)
            (_best, _bestRound, BestTrees) = (loss, round, trees);
        return round - _bestRound >= patience;
    }
}
