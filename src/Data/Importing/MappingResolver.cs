using System.Globalization;
using System.IO.Enumeration;
using Bellwether.Data.Schema;
using Bellwether.Data.Tables;

namespace Bellwether.Data.Importing;

/// <summary>Brings a mapping, a file's columns and an event contract together.</summary>
public sealed class MappingResolver
{
    private static readonly string[] s_labelNames = ["label", "class", "target"];
    private readonly IReadOnlyList<TableColumn> _columns;
    private readonly IEventContract _contract;
    private readonly DataMapping _mapping;
    private readonly HashSet<int> _used = [];
    private readonly List<string> _problems = [];

    private MappingResolver(IReadOnlyList<TableColumn> columns, IEventContract contract, DataMapping mapping) =>
        (_columns, _contract, _mapping) = (columns, contract, mapping);

    /// <summary>Finds the source of every field: what the mapping says, else a column whose name is the field's or an alias of it (without
    /// regard to case, underscores, hyphens and spaces), else, for the id, the row number, and for the time, a synthetic one.</summary>
    /// <param name="columns">The file's columns.</param>
    /// <param name="contract">The event type.</param>
    /// <param name="mapping">What the user said; null infers everything.</param>
    /// <exception cref="DataMappingException">The mapping names a column or field that does not exist, or a required field has no source.</exception>
    public static EffectiveMapping Resolve(IReadOnlyList<TableColumn> columns, IEventContract contract, DataMapping? mapping = null) =>
        new MappingResolver(columns, contract, mapping ?? new DataMapping()).Resolve();

    private EffectiveMapping Resolve()
    {
        foreach (var name in _mapping.Fields.Keys.Concat(_mapping.Constants.Keys))
            if (!_contract.Fields.Any(f => f.Name == name))
                _problems.Add($"'{name}' is no field of {_contract.TypeName}");
        foreach (var (i, _) in Matching(_mapping.Ignore))
            _used.Add(i);
        var ignored = _used.ToHashSet();
        var label = ResolveLabel();
        var time = ResolveTime();
        var explicitly = new Dictionary<string, FieldBinding>(StringComparer.Ordinal);
        foreach (var field in _contract.Fields)
            if (Explicit(field) is { } binding)
                explicitly[field.Name] = binding;
        var signals = Matching(_mapping.Signals).Where(m => !_used.Contains(m.Index)).ToList();
        foreach (var (i, column) in signals)
        {
            if (column.Kind is not (TableColumnKind.Number or TableColumnKind.Integer or TableColumnKind.Boolean))
                _problems.Add($"the signals column '{column.Name}' must be numeric, but is {column.Kind}; leave it out of the pattern or add it to ignore");
            _used.Add(i);
        }

        var bindings = _contract.Fields.Select(f => explicitly.GetValueOrDefault(f.Name) ?? Infer(f, time, signals)).ToList();
        label ??= InferLabel();
        if (_problems.Count > 0)
            throw new DataMappingException(Describe());
        return new EffectiveMapping(_contract.TypeName, _columns, bindings, time, label, [.. signals.Select(s => s.Column.Name)],
            [.. _columns.Where((_, i) => !_used.Contains(i) || ignored.Contains(i)).Select(c => c.Name)]);
    }

    private LabelColumn? ResolveLabel()
    {
        if (_mapping.Label is not { } label)
            return null;
        if (Use(label.Column, "the label") is { } place && _columns[place].Kind == TableColumnKind.Text && label.Positive is null)
            _problems.Add($"the label column '{label.Column}' holds texts, so the positive one must be named: label={label.Column}:yes");
        return label;
    }

    private LabelColumn? InferLabel()
    {
        var place = Place(i => !_used.Contains(i) && _columns[i].Kind != TableColumnKind.Text && s_labelNames.Contains(Plain(_columns[i].Name)));
        if (place < 0)
            return null;
        _used.Add(place);
        return new LabelColumn(_columns[place].Name);
    }

    private TimeColumn? ResolveTime()
    {
        if (_mapping.Time is { } time)
        {
            if (Use(time.Column, "the time") is { } place && IsNumeric(_columns[place]) && time.Unit is null)
                _problems.Add($"the time column '{time.Column}' holds numbers, so their unit must be named: time={time.Column}:s (or ms, us, days)");
            return time;
        }

        if (_mapping.Constants.ContainsKey("time") || _contract.Fields.FirstOrDefault(f => f.Name == "time") is not { } field)
            return null;
        var found = ByName(field);
        if (found < 0)
            return null;
        _used.Add(found);
        // A number without a unit is taken as seconds since 1970; the printed mapping says so.
        return new TimeColumn(_columns[found].Name, IsNumeric(_columns[found]) ? TimeUnit.Seconds : null);
    }

    private FieldBinding? Explicit(FieldSpec field)
    {
        if (_mapping.Constants.TryGetValue(field.Name, out var constant))
        {
            var value = ValueConversion.FromText(constant, field.Kind);
            if (value is null || field.Kind == FieldKind.Signals)
                _problems.Add($"the constant '{constant}' of '{field.Name}' must be {field.MustBe}");
            return new FieldBinding(field, $"constant '{constant}'", -1, value);
        }

        return _mapping.Fields.TryGetValue(field.Name, out var name) && Use(name, $"'{field.Name}'") is { } place
            ? new FieldBinding(field, "column " + _columns[place].Name, place, null)
            : null;
    }

    private FieldBinding Infer(FieldSpec field, TimeColumn? time, List<(int Index, TableColumn Column)> signals)
    {
        if (field.Name == "time")
            return time is null
                ? new FieldBinding(field, "none: synthetic, one second per row from 2000-01-01", -1, null)
                : new FieldBinding(field, $"column {time.Column}{(time.Unit is { } unit ? $" ({unit.ToString().ToLowerInvariant()} since {time.Origin.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)})" : "")}", Find(time.Column), null);
        if (field.Kind == FieldKind.Signals)
            return new FieldBinding(field, signals.Count == 0 ? "none" : "columns " + string.Join(", ", signals.Select(s => s.Column.Name)), -1, null);
        var place = ByName(field);
        if (place >= 0)
        {
            _used.Add(place);
            return new FieldBinding(field, "column " + _columns[place].Name, place, null);
        }

        if (field.Name == "id")
            return new FieldBinding(field, "the row number (row-000001)", -1, null);
        if (field.Required)
            _problems.Add($"the field '{field.Name}' ({field.MustBe}) has no column");
        return new FieldBinding(field, "none", -1, null);
    }

    private int ByName(FieldSpec field)
    {
        foreach (var name in field.Aliases.Prepend(field.Name))
        {
            var place = Place(i => !_used.Contains(i) && Plain(_columns[i].Name) == Plain(name));
            if (place >= 0)
                return place;
        }

        return -1;
    }

    private int? Use(string column, string purpose)
    {
        var place = Find(column);
        if (place < 0)
        {
            _problems.Add($"the file has no column '{column}' for {purpose}");
            return null;
        }

        _used.Add(place);
        return place;
    }

    private int Find(string column)
    {
        var exact = Place(i => _columns[i].Name == column);
        return exact >= 0 ? exact : Place(i => string.Equals(_columns[i].Name, column, StringComparison.OrdinalIgnoreCase));
    }

    private int Place(Func<int, bool> fits)
    {
        for (var i = 0; i < _columns.Count; i++)
            if (fits(i))
                return i;
        return -1;
    }

    private IEnumerable<(int Index, TableColumn Column)> Matching(IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns)
            if (!_columns.Any(c => FileSystemName.MatchesSimpleExpression(pattern, c.Name)))
                _problems.Add($"no column fits '{pattern}'");
        return _columns.Index().Where(c => patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, c.Item.Name))).Select(c => (c.Index, c.Item));
    }

    private string Describe()
    {
        var free = _columns.Where((_, i) => !_used.Contains(i)).ToList();
        var missing = _contract.Fields.Where(f => f.Required && f.Name is not ("id" or "time") && !_mapping.Fields.ContainsKey(f.Name) && !_mapping.Constants.ContainsKey(f.Name) && ByName(f) < 0);
        var suggestion = string.Join(",", missing.Select(f =>
        {
            var fit = free.Find(c => f.Kind is not (FieldKind.Number or FieldKind.Integer) || IsNumeric(c));
            free.RemoveAll(c => ReferenceEquals(c, fit));
            return $"{f.Name}={fit?.Name ?? "'constant'"}";
        }));
        return $"The file cannot become {_contract.TypeName} events: {string.Join("; ", _problems)}.\n"
            + $"Columns: {string.Join(", ", _columns.Select(c => $"{c.Name} ({c.Kind})"))}\n"
            + $"Fields: {string.Join(", ", _contract.Fields.Select(f => f.Name + (f.Required ? "" : "?")))}\n"
            + $"Say which column is which, for instance: --map \"{(suggestion.Length > 0 ? suggestion : "time=Time:s,amount=Amount,label=Class,signals=V*")}\"";
    }

    private static bool IsNumeric(TableColumn column) => column.Kind is TableColumnKind.Number or TableColumnKind.Integer;

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
