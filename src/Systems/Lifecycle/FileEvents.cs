using Bellwether.Data.Events;
using Bellwether.Data.Importing;
using Bellwether.Data.Schema;
using Bellwether.Systems.Building;

namespace Bellwether.Systems.Lifecycle;

/// <summary>The labelled requests of a file, in order of time.</summary>
/// <param name="Requests">Requests with their labels; NaN where the file has none.</param>
/// <param name="Mapping">What came from where.</param>
/// <param name="Notes">What a reader of the figures must know.</param>
internal sealed record FileEvents<TRequest>(IReadOnlyList<(TRequest Request, double Label)> Requests, EffectiveMapping Mapping, IReadOnlyList<string> Notes)
    where TRequest : class, IEvent
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mapping">How columns become fields; null to recognise the file or to infer.</param>
    /// <param name="knownFiles">The files that the system knows.</param>
    /// <param name="labelColumns">Names of columns that carry the label.</param>
    /// <param name="environment">Reads tables, is told of progress.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<FileEvents<TRequest>> ReadAsync(
        string file, DataMapping? mapping, IReadOnlyList<KnownFile> knownFiles, IReadOnlyList<string> labelColumns, RunEnvironment environment, CancellationToken cancellationToken)
    {
        var (used, notes) = await ChooseAsync(file, mapping, knownFiles, labelColumns, environment, cancellationToken);
        await using var importer = await EventImporter.OpenAsync(environment.Files, file, EventContract<TRequest>.Instance, used, cancellationToken: cancellationToken);
        var requests = new List<(TRequest, double)>();
        var progress = new StageProgress(environment.Progress, "reading");
        await foreach (var imported in importer.ReadAsync(progress, cancellationToken))
            requests.Add(((TRequest)imported.Event, imported.Label ?? double.NaN));
        IReadOnlyList<(TRequest Request, double Label)> ordered = importer.Mapping.HasRealTime ? [.. requests.OrderBy(r => r.Item1.Time)] : requests;
        return new FileEvents<TRequest>(ordered, importer.Mapping, notes);
    }

    private static async Task<(DataMapping? Mapping, IReadOnlyList<string> Notes)> ChooseAsync(
        string file, DataMapping? mapping, IReadOnlyList<KnownFile> knownFiles, IReadOnlyList<string> labelColumns, RunEnvironment environment, CancellationToken cancellationToken)
    {
        List<string> columns;
        await using (var reader = await environment.Files.OpenAsync(file, cancellationToken: cancellationToken))
            columns = [.. reader.Columns.Select(c => c.Name)];
        if (mapping is null && knownFiles.FirstOrDefault(k => k.Fits(columns)) is { } known)
        {
            environment.Progress.Say($"{Path.GetFileName(file)} is read as: {known.Name}");
            return (known.Mapping, known.Notes);
        }

        if (mapping?.Label is null && columns.FirstOrDefault(c => labelColumns.Contains(c, StringComparer.OrdinalIgnoreCase)) is { } label)
            mapping = (mapping ?? new DataMapping()) with { Label = new LabelColumn(label) };
        return (mapping, []);
    }
}
