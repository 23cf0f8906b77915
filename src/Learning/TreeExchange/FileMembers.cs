using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>What the JSON and the UBJSON reader share.</summary>
internal static class FileMembers
{
    /// <summary>An empty array.</summary>
    public static readonly double[] NoNumbers = [];

    /// <summary>The members of an object, whose names must differ.</summary>
    /// <exception cref="ModelFormatException">A name occurs twice.</exception>
    public static KeyValuePair<string, object?>[] Distinct(List<KeyValuePair<string, object?>> members, Func<string> place)
    {
        if (members.Count > 1)
        {
            var names = new HashSet<string>(members.Count, StringComparer.Ordinal);
            foreach (var (name, _) in members)
                if (!names.Add(name))
                    throw new ModelFormatException($"The names of an object must differ, but '{name}' occurs twice in the object that ends at {place()}.");
        }

        return [.. members];
    }
}
