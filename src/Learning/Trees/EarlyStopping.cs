using Bellwether.Data.Training;

namespace Bellwether.Learning.Trees;

/// <summary>Follows the loss on rows that the trees do not learn from, and remembers where it was least.</summary>
internal sealed class EarlyStopping
{
    private readonly Dataset _rows;
    private readonly BoostedTrees _options;
    private readonly double _unit;
    private readonly BinnedRows _binned;
    private readonly ParallelOptions _parallel;
    private readonly double[] _scores;
    private double _best;
    private int _trees;

    /// <summary>Starts from the score before the first tree.</summary>
    /// <param name="rows">The validation rows.</param>
    /// <param name="binned">The same rows in the bins of the training rows.</param>
    /// <param name="options">Loss and rounds.</param>
    /// <param name="start">The score before the first tree, in units.</param>
    /// <param name="unit">The unit of scores.</param>
    /// <param name="parallel">The threads allowed.</param>
    public EarlyStopping(Dataset rows, BinnedRows binned, BoostedTrees options, double start, double unit, ParallelOptions parallel)
    {
        (_rows, _binned, _options, _unit, _parallel, _scores) = (rows, binned, options, unit, parallel, new double[rows.Rows]);
        _scores.AsSpan().Fill(start);
        _best = Loss();
    }

    /// <summary>How many trees gave the least loss.</summary>
    public int BestTrees { get; private set; }

    /// <summary>Adds the newest tree; says whether it is time to stop.</summary>
    public bool After(GrownTree tree)
    {
        Work.Blocks(_scores.Length, _parallel, (_, from, to) =>
        {
            for (var row = from; row < to; row++)
                _scores[row] += tree.Nodes[tree.LeafOf(_binned, row)].Value;
        });
        _trees++;
        var loss = Loss();
        if (loss < _best)
            (_best, BestTrees) = (loss, _trees);
        return _trees - BestTrees >= _options.EarlyStoppingRounds;
    }

    private double Loss()
    {
        var sum = 0.0;
        var labels = _rows.Labels;
        for (var row = 0; row < labels.Length; row++)
        {
            var (score, weight) = (_scores[row], _rows.Weight(row));
            if (_options.Loss == TreeLoss.Squared)
            {
                var distance = score - (labels[row] / _unit);
                sum += weight * distance * distance;
                continue;
            }

            var signed = labels[row] == 1 ? -score : score;
            weight *= labels[row] == 1 ? _options.ScalePositive : 1;
            sum += weight * (Math.Max(signed, 0) + Math.Log(1 + Math.Exp(-Math.Abs(signed))));
        }

        return sum;
    }
}
