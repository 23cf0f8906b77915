using System.Text.RegularExpressions;
using Bellwether.Server.Errors;
using Bellwether.Serving.Hosting;

namespace Bellwether.Server.Catalog;

/// <summary>The systems that a server serves, by name. Immutable.</summary>
internal sealed partial class SystemTable
{
    /// <exception cref="ArgumentException">A name is not fit for a path, or occurs twice.</exception>
    public SystemTable(IReadOnlyList<IServedSystem> systems)
    {
        All = [.. systems.OrderBy(s => s.Name, StringComparer.Ordinal)];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var system in All)
        {
            if (!Fit().IsMatch(system.Name))
                throw new ArgumentException($"A system's name must be of the letters a-z, digits and '-' (it stands in paths), but is '{system.Name}'.", nameof(systems));
            if (!names.Add(system.Name))
                throw new ArgumentException($"Systems must have different names, but '{system.Name}' occurs twice.", nameof(systems));
        }
    }

    /// <summary>The systems by name.</summary>
    public IReadOnlyList<IServedSystem> All { get; }

    /// <summary>The problem of a name that no system has; it lists those that there are.</summary>
    public Problem Unknown(string? name) => Problem.NotFound(All.Count == 0
        ? $"There is no system '{name}': this server serves none."
        : $"There is no system '{name}'. There are: {string.Join(", ", All.Select(s => s.Name))}.");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,99}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Fit();
}
