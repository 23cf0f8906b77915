using Bellwether.Server.Catalog;

namespace Bellwether.Server.Inference;

/// <summary>Finds models by name: a system's name means its model in production (or the first loaded), <c>system.alias</c> the one that
/// an alias points at; a version chooses among them. Looked up anew for each request, since systems load and drop models.</summary>
internal sealed class InferenceModels(SystemTable systems)
{
    private const string Production = "production";

    /// <summary>All names, sorted.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. systems.All.Where(s => s.Models.Count > 0)
            .SelectMany(s => s.Models.SelectMany(m => m.Aliases).Distinct(StringComparer.Ordinal).Select(a => $"{s.Name}.{a}").Prepend(s.Name))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Every model of every system, once, under its system's name.</summary>
    public IReadOnlyList<InferenceModel> All =>
        [.. systems.All.SelectMany(s => s.Models.Select(m => new InferenceModel(s.Name, s, m, [m.Version])))];

    /// <exception cref="InferenceException">There is no such model or version.</exception>
    public InferenceModel Find(string name, string? version)
    {
        foreach (var system in systems.All)
        {
            var models = system.Models;
            var named = name == system.Name ? models
                : name.StartsWith(system.Name + ".", StringComparison.Ordinal) ? [.. models.Where(m => m.Aliases.Contains(name[(system.Name.Length + 1)..], StringComparer.Ordinal))]
                : [];
            if (named.Count == 0)
                continue;
            var versions = named.Select(m => m.Version).ToArray();
            var chosen = version is null
                ? named.FirstOrDefault(m => m.Aliases.Contains(Production, StringComparer.Ordinal)) ?? named[0]
                : named.FirstOrDefault(m => m.Version == version || m.Version == "v" + version)
                    ?? throw new InferenceException($"Model '{name}' has no version '{version}'. It has: {string.Join(", ", versions)}.", 404);
            return new InferenceModel(name, system, chosen, versions);
        }

        var names = Names;
        throw new InferenceException(names.Count == 0
            ? $"There is no model '{name}': no system has one loaded."
            : $"There is no model '{name}'. There are: {string.Join(", ", names)}.", 404);
    }

}
