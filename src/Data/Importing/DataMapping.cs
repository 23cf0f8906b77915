using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bellwether.Data.Importing;

/// <summary>How the columns of a file become the fields of an event. What it does not mention is inferred from the columns' names, so the
/// empty mapping infers everything.</summary>
/// <remarks>Written as JSON, or inline: <c>time=Time:s@2013-09-01,amount=Amount,currency='EUR',label=Class,signals=V*|W*,ignore=Foo|Bar</c>.
/// A time's number may be followed by a unit (<c>s ms us days</c>) and an origin; a label of texts by the positive one
/// (<c>label=kind:spam</c>).</remarks>
public sealed record DataMapping
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The column of each mentioned field, by the field's name.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Fields that have the same value in every event, as text.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the time comes from; inferred when null.</summary>
    public TimeColumn? Time { get; init; }

    /// <summary>Where the label comes from; a column named label, class or target when null, if there is one.</summary>
    public LabelColumn? Label { get; init; }

    /// <summary>Patterns (<c>*</c>, <c>?</c>) of the numeric columns that become the event's signals. None by default: a column that tells
    /// the outcome must not slip in unseen.</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>Patterns of columns that are not used, also where their names would fit.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Reads JSON or the inline form.</summary>
    /// <exception cref="FormatException">It is neither; the message shows what is expected.</exception>
    public static DataMapping Parse(string text)
    {
        if (!text.TrimStart().StartsWith('{'))
            return ParseInline(text);
        try
        {
            return JsonSerializer.Deserialize<DataMapping>(text, s_json) ?? new DataMapping();
        }
        catch (JsonException e)
        {
            throw new FormatException($"A mapping must be a JSON object with fields, constants, time, label, signals and ignore, but is not: {e.Message}", e);
        }
    }

    /// <summary>The mapping as JSON, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    private static DataMapping ParseInline(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var constants = new Dictionary<string, string>(StringComparer.Ordinal);
        var mapping = new DataMapping();
        foreach (var part in Split(text))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == part.Length - 1)
                throw new FormatException($"A part of a mapping must be field=Column, field='constant', time=Column:s, label=Column, signals=V* or ignore=Column, but is '{part}'.");
            var (name, value) = (part[..at].Trim(), part[(at + 1)..].Trim());
            if (value is ['\'', .., '\''] && value.Length >= 2)
                constants[name] = value[1..^1].Replace("''", "'", StringComparison.Ordinal);
            else if (name == "time")
                mapping = mapping with { Time = ParseTime(value) };
            else if (name == "label")
                mapping = mapping with { Label = value.Split(':', 2) is [var column, var positive] ? new LabelColumn(column, positive) : new LabelColumn(value) };
            else if (name == "signals")
                mapping = mapping with { Signals = value.Split('|') };
            else if (name == "ignore")
                mapping = mapping with { Ignore = value.Split('|') };
            else
                fields[name] = value;
        }

        return mapping with { Fields = fields, Constants = constants };
    }

    private static TimeColumn ParseTime(string value)
    {
        if (value.Split(':', 2) is not [var column, var rest])
            return new TimeColumn(value);
        var parts = rest.Split('@', 2);
        TimeUnit unit = parts[0] switch
        {
            "s" => TimeUnit.Seconds,
            "ms" => TimeUnit.Milliseconds,
            "us" => TimeUnit.Microseconds,
            "d" or "days" => TimeUnit.Days,
            _ => throw new FormatException($"The unit of a time must be s, ms, us or days, but is '{parts[0]}'."),
        };
        if (parts.Length == 1)
            return new TimeColumn(column, unit);
        return DateTimeOffset.TryParse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var origin)
            ? new TimeColumn(column, unit) { Origin = origin }
            : throw new FormatException($"The origin of a time must be a date such as 2013-09-01, but is '{parts[1]}'.");
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\'')
                quoted = !quoted;
            if (i < text.Length && (quoted || text[i] != ','))
                continue;
            if (!string.IsNullOrWhiteSpace(text[start..i]))
                yield return text[start..i].Trim();
            start = i + 1;
        }

        if (quoted)
            throw new FormatException("A constant in a mapping must end with a quote ('), but one does not.");
    }
}
