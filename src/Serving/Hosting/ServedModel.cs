using Bellwether.Data.Models;

namespace Bellwether.Serving.Hosting;

/// <summary>A model that a system has loaded.</summary>
/// <param name="Version">Its version in the registry, e.g. <c>v3</c>.</param>
/// <param name="Aliases">The names that point at it, e.g. <c>production</c>.</param>
/// <param name="Model">The model.</param>
public sealed record ServedModel(string Version, IReadOnlyList<string> Aliases, IModel Model);
