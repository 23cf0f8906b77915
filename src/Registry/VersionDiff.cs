using System.Globalization;

namespace Bellwether.Registry;

/// <summary>How two versions differ, each list by name; what is equal is left out.</summary>
/// <param name="Objects">Objects by role.</param>
/// <param name="Options">Options of learner and features.</param>
/// <param name="Metrics">Measured figures.</param>
/// <param name="Data">Events, code version, seed, parent.</param>
/// <param name="Tags">Tags.</param>
public sealed record VersionDiff(
    IReadOnlyList<Difference> Objects, IReadOnlyList<Difference> Options, IReadOnlyList<Difference> Metrics, IReadOnlyList<Difference> Data,
    IReadOnlyList<Difference> Tags)
{
    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Objects.Count + Options.Count + Metrics.Count + Data.Count + Tags.Count == 0;

    internal static VersionDiff Of(ModelVersion a, ModelVersion b) => new(
        Of(a.Objects, b.Objects, h => h.ToString()), Of(a.Lineage.Options, b.Lineage.Options, o => o), Of(a.Metrics, b.Metrics, Show),
        Of(DataOf(a.Lineage), DataOf(b.Lineage), d => d), Of(a.Tags, b.Tags, t => t));

    private static List<Difference> Of<T>(IReadOnlyDictionary<string, T> a, IReadOnlyDictionary<string, T> b, Func<T, string> show) =>
        [.. from name in a.Keys.Union(b.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            let before = a.TryGetValue(name, out var x) ? show(x) : null
            let after = b.TryGetValue(name, out var y) ? show(y) : null
            where !string.Equals(before, after, StringComparison.Ordinal)
            select new Difference(name, before, after)];

    private static string Show(Metric metric) => metric is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{metric.Value} [{low}, {high}]")
        : metric.Value.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> DataOf(Lineage lineage)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, FormattableString? value)
        {
            if (value is { } known && known.GetArgument(0) is not null)
                data.Add(name, known.ToString(CultureInfo.InvariantCulture));
        }

        Add("events", $"{lineage.EventsHash}");
        Add("fromSequence", $"{lineage.FromSequence}");
        Add("toSequence", $"{lineage.ToSequence}");
        Add("fromTime", $"{lineage.FromTime:O}");
        Add("toTime", $"{lineage.ToTime:O}");
        Add("codeVersion", $"{lineage.CodeVersion}");
        Add("seed", $"{lineage.Seed}");
        Add("parent", $"{lineage.Parent}");
        return data;
    }
}
