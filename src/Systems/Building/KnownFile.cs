using Bellwether.Data.Importing;

namespace Bellwether.Systems.Building;

/// <summary>A file that a system knows by its columns.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Mapping">How its columns become fields.</param>
/// <param name="Notes">What a reader of its figures must know.</param>
internal sealed record KnownFile(string Name, DataMapping Mapping, IReadOnlyList<string> Notes)
{
    /// <summary>Whether a file with these columns is it: every column that the mapping names is there.</summary>
    public bool Fits(IReadOnlyCollection<string> columns) =>
        Mapping.Fields.Values.Concat(Mapping.Ignore.Where(p => !p.Contains('*', StringComparison.Ordinal))).Append(Mapping.Time?.Column).Append(Mapping.Label?.Column)
            .OfType<string>().All(c => columns.Contains(c, StringComparer.Ordinal));
}
