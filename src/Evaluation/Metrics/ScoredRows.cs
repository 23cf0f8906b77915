using Bellwether.Numerics;

namespace Bellwether.Evaluation.Metrics;

/// <summary>Scores with labels, checked once and sorted by score, highest first: what every metric, interval and curve is computed on.
/// Immutable; safe to share between threads. Making one costs O(n log n).</summary>
public sealed class ScoredRows
{
    private readonly double[] _scores, _labels, _weights;
    private readonly int[] _order;
    private readonly int[]? _groups;

    /// <summary>Copies, checks and sorts n rows.</summary>
    /// <param name="scores">Scores (n), finite.</param>
    /// <param name="labels">Labels (n), finite.</param>
    /// <param name="weights">Weights (n) of 0 or more, or empty for weight 1.</param>
    /// <param name="groups">Group numbers (n) of rows that belong together (one customer, one day), or empty: a bootstrap then draws whole
    /// groups, so that the interval respects their dependence.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite, or a weight is negative.</exception>
    public ScoredRows(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights = default, ReadOnlySpan<long> groups = default)
    {
        Require.SameLength(scores.Length, labels.Length, nameof(labels));
        IsWeighted = !weights.IsEmpty;
        if (IsWeighted)
            Require.SameLength(scores.Length, weights.Length, nameof(weights));
        if (!groups.IsEmpty)
            Require.SameLength(scores.Length, groups.Length, nameof(groups));
        for (var i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]) || !double.IsFinite(labels[i]))
                throw new ArgumentException(FormattableString.Invariant($"scores and labels must be finite, but row {i} has score {scores[i]} and label {labels[i]}; leave out rows without a label."), nameof(scores));
            if (IsWeighted && !(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(FormattableString.Invariant($"weights must be finite and 0 or more, but row {i} has {weights[i]}."), nameof(weights));
        }

        _order = new int[scores.Length];
        var keys = new double[scores.Length];
        for (var i = 0; i < keys.Length; i++)
            (_order[i], keys[i]) = (i, -scores[i]);
        Array.Sort(keys, _order);
        (_scores, _labels, _weights) = (keys, new double[keys.Length], new double[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            var row = _order[i];
            _scores[i] = scores[row];
            _labels[i] = labels[row];
            _weights[i] = IsWeighted ? weights[row] : 1;
            Positives += labels[row] == 1 ? 1 : 0;
        }

        if (!groups.IsEmpty)
            (_groups, GroupCount) = Number(groups);
    }

    /// <summary>n, the number of rows.</summary>
    public int Count => _scores.Length;

    /// <summary>How many rows have the label 1.</summary>
    public int Positives { get; }

    /// <summary>True when weights were given.</summary>
    public bool IsWeighted { get; }

    /// <summary>Scores (n), descending.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Labels (n), in the order of the scores.</summary>
    public ReadOnlySpan<double> Labels => _labels;

    /// <summary>Weights (n), in the order of the scores; 1 where none were given.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The place (n) that each sorted row had in the input.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>How many groups there are; 0 when rows are independent.</summary>
    public int GroupCount { get; }

    /// <summary>How many units a bootstrap draws: groups, or rows.</summary>
    internal int UnitCount => _groups is null ? Count : GroupCount;

    /// <summary>The unit of an input row.</summary>
    internal int UnitOf(int inputRow) => _groups is null ? inputRow : _groups[inputRow];

    /// <summary>Writes weight times count per sorted row.</summary>
    internal void Weigh(ReadOnlySpan<int> countOfUnit, Span<double> weights)
    {
        if (_groups is null)
            for (var i = 0; i < weights.Length; i++)
                weights[i] = _weights[i] * countOfUnit[_order[i]];
        else
            for (var i = 0; i < weights.Length; i++)
                weights[i] = _weights[i] * countOfUnit[_groups[_order[i]]];
    }

    internal void RequireFit(Metric metric) => RequireFit(metric.Task, metric.Name);

    internal void RequireFit(MetricTask task, string what)
    {
        if (task == MetricTask.Regression)
            return;
        for (var i = 0; i < _labels.Length; i++)
            if (_labels[i] is not (0 or 1))
                throw new ArgumentException(FormattableString.Invariant($"labels must be 0 or 1 for {what}, but row {_order[i]} has {_labels[i]}."));
        if (task == MetricTask.Probability && Count > 0 && (_scores[0] > 1 || _scores[^1] < 0))
            throw new ArgumentException(FormattableString.Invariant($"scores must be probabilities between 0 and 1 for {what}, but they range from {_scores[^1]} to {_scores[0]}; calibrate the scores first."));
    }

    private static (int[] Groups, int Count) Number(ReadOnlySpan<long> groups)
    {
        var numbers = new Dictionary<long, int>();
        var dense = new int[groups.Length];
        for (var i = 0; i < dense.Length; i++)
        {
            if (!numbers.TryGetValue(groups[i], out var number))
                numbers.Add(groups[i], number = numbers.Count);
            dense[i] = number;
        }

        return (dense, numbers.Count);
    }
}
