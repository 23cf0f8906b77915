using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Living;

/// <summary>What decisions were worth, day by day and business metric by business metric, by the truth.</summary>
internal sealed class DayBook<TRequest, TDecision>(IReadOnlyList<Measure<TRequest, TDecision>> measures, DateTimeOffset start)
{
    private readonly double[] _parts = new double[measures.Count], _wholes = new double[measures.Count];
    private readonly List<double> _utility = [], _labels = [], _counts = [];

    /// <summary>The sum of all utilities.</summary>
    public double Utility => _utility.Sum();

    /// <summary>Utility per day.</summary>
    public IReadOnlyList<double> UtilityByDay => _utility;

    /// <summary>Mean true label per day.</summary>
    public IReadOnlyList<double> LabelByDay => [.. _labels.Zip(_counts, (l, c) => c > 0 ? l / c : double.NaN)];

    /// <summary>Enters one decision, which stands for as many as <paramref name="weight"/> says.</summary>
    public void Enter(TRequest request, TDecision decision, double truth, double utility, DateTimeOffset time, double weight = 1)
    {
        for (var i = 0; i < measures.Count; i++)
        {
            _parts[i] += weight * measures[i].Part(request, decision, truth);
            _wholes[i] += weight * (measures[i].Whole?.Invoke(request, decision, truth) ?? 0);
        }

        var day = Math.Max(0, (int)(time - start).TotalDays);
        while (_utility.Count <= day)
        {
            _utility.Add(0);
            _labels.Add(0);
            _counts.Add(0);
        }

        _utility[day] += weight * utility;
        _labels[day] += weight * truth;
        _counts[day] += weight;
    }

    /// <summary>The value of a business metric.</summary>
    public double Of(BusinessMetric metric)
    {
        for (var i = 0; i < measures.Count; i++)
            if (measures[i].Metric == metric.Name)
                return measures[i].Whole is null ? _parts[i] : _parts[i] / _wholes[i] * (metric.Unit == Unit.Percent ? 100 : 1);
        return double.NaN;
    }

    /// <summary>The business figures of a run beside those of a baseline and of the oracle.</summary>
    public static IReadOnlyList<BusinessReport> Report(
        IReadOnlyList<BusinessMetric> metrics, DayBook<TRequest, TDecision> run, DayBook<TRequest, TDecision> baseline, DayBook<TRequest, TDecision> oracle) =>
    [
        .. metrics.Select(m => new BusinessReport(m.Name, m.Unit.ToString(), run.Of(m), baseline.Of(m), oracle.Of(m)) { Limit = m.Limit, Kept = m.Keeps(run.Of(m)) }),
    ];
}
