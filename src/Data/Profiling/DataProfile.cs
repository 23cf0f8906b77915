using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bellwether.Data.Profiling;

/// <summary>What a table holds, column by column: to be read by people, and kept as the reference that later data is compared with.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="DuplicateRows">How many rows equal an earlier one in every column.</param>
/// <param name="DuplicatesAreExact">Whether that is counted (by a 64-bit hash of the row); else it is estimated.</param>
/// <param name="Columns">One profile per column.</param>
public sealed record DataProfile(long Rows, long DuplicateRows, bool DuplicatesAreExact, IReadOnlyList<ColumnProfile> Columns)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The profile as JSON; equal profiles give equal text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>The profile that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static DataProfile FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<DataProfile>(json, s_json) ?? throw new FormatException("A data profile must be a JSON object, but is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"A data profile cannot be read: {e.Message}", e);
        }
    }
}
