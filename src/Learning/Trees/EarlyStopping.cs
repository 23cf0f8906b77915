using Bellwether.Data.Training;

namespace Bellwether.Learning.Trees;

/// <summary>Follows the loss on rows that the trees do not learn from, and remembers where it was least.</summary>
internal sealed class EarlyStopping
{
    private readonly Dataset _rows;
    private readonly BoostedTrees _options;
    private readonly double _unit;
    private readonly double[] _scores;
    private readonly double[] _vector;
    private double _best;

    /// <summary>Starts from the score before the first tree.</summary>
    public EarlyStopping(Dataset rows, BoostedTrees options, double start, double unit)
    {
        (_rows, _options, _unit, _scores, _vector) = (rows, options, unit, new double[rows.Rows], new double[rows.Width]);
        _scores.AsSpan().Fill(start);
        _best = Loss();
    }

    /// <summary>How many trees gave the least loss.</summary>
    public int BestTrees { get; private set; }

    /// <summary>Adds the newest tree; says whether it is time to stop.</summary>
    public bool After(EnsembleBuilder builder)
    {
        var tree = builder.Newest();
        for (var row = 0; row < _scores.Length; row++)
        {
            _rows.CopyRow(row, _vector);
            _scores[row] += tree.Sum(_vector) / _unit;
        }

        var loss = Loss();
        if (loss < _best)
            (_best, BestTrees) = (loss, builder.Trees);
        return builder.Trees - BestTrees >= _options.EarlyStoppingRounds;
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
