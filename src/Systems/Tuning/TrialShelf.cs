using System.Globalization;
using System.Reflection;
using System.Text;
using Bellwether.Learning.Tuning;
using Bellwether.Registry;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Tuning;

/// <summary>Keeps every trial of a study as a version of the registry: what was chosen, what came out, and on which rows.</summary>
/// <remarks>The versions are of a model of their own, the system's name with <c>-trials</c>, so that they do not stand among the models that
/// can be served; each holds one object, the trial as JSON.</remarks>
/// <param name="registry">The registry.</param>
/// <param name="model">The model whose versions they become.</param>
/// <param name="facts">What all trials of the study share.</param>
internal sealed class TrialShelf(ModelRegistry registry, string model, StudyFacts facts) : ITrialLog
{
    private readonly List<TrialReport> _reports = [];

    /// <summary>The trials kept, in order.</summary>
    public IReadOnlyList<TrialReport> Reports => _reports;

    /// <inheritdoc/>
    public async ValueTask RecordAsync(Trial trial, CancellationToken cancellationToken)
    {
        var point = new SortedDictionary<string, string>(trial.Point.Texts.ToDictionary(t => t.Key, t => t.Value), StringComparer.Ordinal);
        var report = new TrialReport(facts.Space, trial.Number, point, trial.Share, trial.Score?.Value ?? double.NaN, trial.Score?.Low ?? double.NaN, trial.Score?.High ?? double.NaN,
            trial.Seconds, trial.Seed.Value, trial.Status.ToString(), trial.Error);
        var draft = new VersionDraft
        {
            Objects = new SortedDictionary<string, ObjectHash>(StringComparer.Ordinal) { ["trial"] = await registry.PutAsync(Encoding.UTF8.GetBytes(ReportJson.Write(report)), cancellationToken) },
            Lineage = LineageOf(trial, point),
            Metrics = MetricsOf(trial),
            Tags = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["study"] = facts.Study, ["status"] = report.Status },
        };
        var version = await registry.RegisterAsync(model, draft, cancellationToken);
        _reports.Add(report with { Version = version.Version });
    }

    private Lineage LineageOf(Trial trial, SortedDictionary<string, string> point)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["space"] = facts.Space,
            ["search"] = facts.Search,
            ["folds"] = facts.Folds,
            ["trial"] = trial.Number.ToString(CultureInfo.InvariantCulture),
            ["share"] = trial.Share.ToString("R", CultureInfo.InvariantCulture),
            ["rows"] = facts.Rows.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in point)
            options["point: " + name] = value;
        return new Lineage
        {
            EventsHash = facts.RowsHash.ToString("x16", CultureInfo.InvariantCulture),
            FromTime = facts.From,
            ToTime = facts.To,
            CodeVersion = typeof(TrialShelf).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            Seed = trial.Seed.Value,
            Options = options,
        };
    }

    private SortedDictionary<string, Metric> MetricsOf(Trial trial)
    {
        var metrics = new SortedDictionary<string, Metric>(StringComparer.Ordinal) { ["seconds"] = new Metric(trial.Seconds) };
        if (trial.Score is { } score && double.IsFinite(score.Value))
            metrics[facts.Metric] = double.IsFinite(score.Low) && double.IsFinite(score.High) ? new Metric(score.Value, score.Low, score.High) : new Metric(score.Value);
        return metrics;
    }
}
