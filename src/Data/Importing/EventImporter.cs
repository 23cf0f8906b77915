using System.Globalization;
using System.Runtime.CompilerServices;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Data.Tables;

namespace Bellwether.Data.Importing;

/// <summary>Turns the rows of one file into events of one type, in the file's order and in bounded memory. One pass; for one reader.</summary>
public sealed class EventImporter : IAsyncDisposable
{
    private static readonly DateTimeOffset s_syntheticOrigin = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _path;
    private readonly IEventContract _contract;
    private readonly ImportOptions _options;
    private readonly ITableReader _reader;
    private readonly List<RejectedRow> _rejected = [];
    private readonly int _label;
    private readonly int[] _signals;

    private EventImporter(string path, IEventContract contract, ImportOptions options, ITableReader reader, EffectiveMapping mapping)
    {
        _path = path;
        _contract = contract;
        _options = options;
        _reader = reader;
        Mapping = mapping;
        _label = mapping.Label is { } label ? PlaceOf(label.Column) : -1;
        _signals = [.. mapping.Signals.Select(PlaceOf)];
    }

    /// <summary>What comes from where: print it before reading.</summary>
    public EffectiveMapping Mapping { get; }

    /// <summary>How many rows were read so far.</summary>
    public long RowsRead { get; private set; }

    /// <summary>How many rows were refused so far.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>The first of the refused rows, at most <see cref="ImportOptions.MaximumListed"/>.</summary>
    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>Opens a file and settles the mapping.</summary>
    /// <param name="files">Reads the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="contract">The event type; it validates every event.</param>
    /// <param name="mapping">Columns to fields; inferred where it says nothing.</param>
    /// <param name="options">How refused rows are treated.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="TableFileException">The file cannot be read.</exception>
    /// <exception cref="DataMappingException">The mapping does not fit.</exception>
    public static async ValueTask<EventImporter> OpenAsync(
        ITableFiles files, string path, IEventContract contract, DataMapping? mapping = null, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ImportOptions();
        var reader = await files.OpenAsync(path, options.File, cancellationToken).ConfigureAwait(false);
        try
        {
            return new EventImporter(path, contract, options, reader, MappingResolver.Resolve(reader.Columns, contract, mapping));
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The events. Refused rows are left out, or end the import (see <see cref="ImportOptions"/>).</summary>
    /// <param name="progress">Told how much of the file has been read, 0 to 1, once per batch.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImportException">Rows were refused: after <see cref="ImportOptions.MaximumListed"/> of them, or at the end.</exception>
    /// <exception cref="TableFileException">The file is broken.</exception>
    public async IAsyncEnumerable<ImportedEvent> ReadAsync(
        IProgress<double>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var values = new object?[_contract.Fields.Count];
        while (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                RowsRead++;
                if (Make(batch, row, values) is { } made)
                    yield return made;
                else if (!_options.SkipRejected && _rejected.Count >= _options.MaximumListed)
                    throw new ImportException(_path, _rejected, more: true);
            }

            progress?.Report(_reader.Progress);
        }

        progress?.Report(1);
        if (RejectedCount > 0 && !_options.SkipRejected)
            throw new ImportException(_path, _rejected, more: false);
    }

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private ImportedEvent? Make(TableBatch batch, int row, object?[] values)
    {
        var number = batch.FirstRow + row;
        for (var i = 0; i < values.Length; i++)
        {
            var binding = Mapping.Bindings[i];
            values[i] = binding.Field switch
            {
                { Kind: FieldKind.Signals } => SignalsOf(batch, row),
                { Name: "time" } when Mapping.Time is { } time && binding.Column >= 0 => ValueConversion.ToTime(batch.Value(binding.Column, row), time),
                _ when binding.Column >= 0 => ValueConversion.To(batch.Value(binding.Column, row), binding.Field.Kind),
                { Name: "id" } when binding.Constant is null => string.Create(CultureInfo.InvariantCulture, $"row-{number:000000}"),
                { Name: "time" } when binding.Constant is null => s_syntheticOrigin.AddSeconds(number - 1),
                _ => binding.Constant,
            };
        }

        var made = _contract.Create(values, out var errors);
        if (made is null)
        {
            var binding = Mapping.Bindings.FirstOrDefault(b => b.Field.Name == errors[0].Field);
            Reject(number, binding is { Column: >= 0 } ? batch.Columns[binding.Column].Name : errors[0].Field, $"must be {errors[0].MustBe}, but is {errors[0].Got}");
            return null;
        }

        if (_label < 0 || batch.Value(_label, row) is not { } label)
            return new ImportedEvent(made, null, number);
        if (LabelOf(label) is { } known)
            return new ImportedEvent(made, known, number);
        Reject(number, Mapping.Label!.Column, $"the label must be a number or a truth value, but is '{label}'");
        return null;
    }

    private double? LabelOf(object value) => value switch
    {
        bool truth when Mapping.Label!.Positive is { } word && TruthOf(word) is { } wanted => truth == wanted ? 1 : 0,
        _ when Mapping.Label!.Positive is { } positive => Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim() == positive ? 1 : 0,
        bool truth => truth ? 1 : 0,
        long whole => whole,
        double number => number,
        _ => null,
    };

    /// <summary>What a word says where the file's column was read as truth values; null when it is no such word.</summary>
    private static bool? TruthOf(string word) => word.ToLowerInvariant() switch
    {
        "true" or "t" or "yes" or "y" or "1" => true,
        "false" or "f" or "no" or "n" or "0" => false,
        _ => null,
    };

    private Signals SignalsOf(TableBatch batch, int row)
    {
        if (_signals.Length == 0)
            return Signals.None;
        var values = new List<KeyValuePair<string, double>>(_signals.Length);
        foreach (var column in _signals)
            if (ValueConversion.To(batch.Value(column, row), FieldKind.Number) is double number && double.IsFinite(number))
                values.Add(new(batch.Columns[column].Name, number));
        return new Signals(values);
    }

    private void Reject(long row, string column, string reason)
    {
        RejectedCount++;
        if (_rejected.Count < _options.MaximumListed)
            _rejected.Add(new RejectedRow(row, column, reason));
    }

    private int PlaceOf(string column)
    {
        var exact = _reader.Columns.Index().FirstOrDefault(c => c.Item.Name == column, (-1, null!)).Index;
        return exact >= 0 ? exact : _reader.Columns.Index().First(c => string.Equals(c.Item.Name, column, StringComparison.OrdinalIgnoreCase)).Index;
    }
}
