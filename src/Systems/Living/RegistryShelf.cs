using Bellwether.Data.Formats;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Bellwether.Data.Models;
using Bellwether.Features.Transforms;
using Bellwether.Learning;
using Bellwether.Registry;
using Bellwether.Serving.Hosting;

namespace Bellwether.Systems.Living;

/// <summary>Keeps a system's models in a registry on disk.</summary>
internal sealed class RegistryShelf
{
    /// <summary>The formats that this version reads.</summary>
    public static ArtifactFormats Formats { get; } = new(LearningFormats.All, TransformFormats.All);

    private const string ModelRole = "model";
    private readonly ModelRegistry _registry;
    private readonly string _system;

    private RegistryShelf(ModelRegistry registry, string system) => (_registry, _system) = (registry, system);

    /// <summary>The shelf of a system in a folder; made when it is not there.</summary>
    public static RegistryShelf Open(string folder, string system, TimeProvider clock) => new(ModelRegistry.Open(folder, clock), system);

    /// <summary>Keeps a model as a new version.</summary>
    public async Task<ServedModel> AddAsync(IModel model, VersionNotes notes, CancellationToken cancellationToken)
    {
        var objects = new SortedDictionary<string, ObjectHash>(StringComparer.Ordinal)
        {
            [ModelRole] = await _registry.PutAsync(ArtifactFormats.Save(model), cancellationToken),
        };
        if (notes.Reference is { } reference)
            objects["reference"] = await _registry.PutAsync(reference, cancellationToken);
        var version = await _registry.RegisterAsync(_system, new VersionDraft { Objects = objects, Lineage = LineageOf(model, notes), Metrics = MetricsOf(notes), Tags = TagsOf(notes) }, cancellationToken);
        return new ServedModel(version.Version, [], model);
    }

    /// <summary>Points an alias at a version; whoever moves it at the same moment is waited for.</summary>
    public async Task PointAsync(string alias, string version, string reason, CancellationToken cancellationToken)
    {
        MoveOutcome outcome;
        do
        {
            var now = _registry.Aliases(_system).GetValueOrDefault(alias);
            if (now == version)
                return;
            outcome = await _registry.MoveAliasAsync(_system, alias, now, version, reason, cancellationToken);
        }
        while (!outcome.Moved);
    }

    /// <summary>The model of a version or alias; null when there is none.</summary>
    public async Task<ServedModel?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_registry.Find(_system, name) is not { } version)
            return null;
        var aliases = _registry.Aliases(_system).Where(a => a.Value == version.Version).Select(a => a.Key).Order(StringComparer.Ordinal);
        return new ServedModel(version.Version, [.. aliases], Formats.Load(await _registry.GetAsync(version.Objects[ModelRole], cancellationToken)));
    }

    /// <summary>The reference that was kept with a version; null when there is none.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReferenceOfAsync(string name, CancellationToken cancellationToken) =>
        // The cast matters: without it, null becomes an empty memory.
        _registry.Find(_system, name)?.Objects.TryGetValue("reference", out var hash) == true ? await _registry.GetAsync(hash, cancellationToken) : (ReadOnlyMemory<byte>?)null;

    /// <summary>The bytes of every version's model, in order.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> AllBytesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var version in _registry.Versions(_system).OrderBy(v => v.Number))
            yield return await _registry.GetAsync(version.Objects[ModelRole], cancellationToken);
    }

    private static Lineage LineageOf(IModel model, VersionNotes notes) => new()
    {
        EventsHash = notes.Rows > 0 ? notes.RowsHash.ToString("x16", CultureInfo.InvariantCulture) : null,
        FromSequence = notes.Rows > 0 ? notes.Sequences.First : null,
        ToSequence = notes.Rows > 0 ? notes.Sequences.Last : null,
        FromTime = notes.Times?.From,
        ToTime = notes.Times?.To,
        CodeVersion = typeof(RegistryShelf).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        Seed = notes.Seed,
        Options = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["rung"] = notes.Rung,
            ["recipe"] = notes.Recipe,
            ["format"] = model.Format,
            ["rows"] = notes.Rows.ToString(CultureInfo.InvariantCulture),
        },
        Parent = notes.Parent,
    };

    private static SortedDictionary<string, Metric> MetricsOf(VersionNotes notes)
    {
        var metrics = new SortedDictionary<string, Metric>(StringComparer.Ordinal);
        foreach (var figure in notes.Figures.Where(f => double.IsFinite(f.Value)))
            metrics[figure.Name] = double.IsFinite(figure.Low) && double.IsFinite(figure.High) ? new Metric(figure.Value, figure.Low, figure.High) : new Metric(figure.Value);
        return metrics;
    }

    private static SortedDictionary<string, string> TagsOf(VersionNotes notes)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (notes.Reason.Length > 0)
            tags["reason"] = notes.Reason;
        return tags;
    }
}
