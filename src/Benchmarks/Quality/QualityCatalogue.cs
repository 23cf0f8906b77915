namespace Bellwether.Benchmarks.Quality;

/// <summary>Every quality case, in the order of the table.</summary>
public static class QualityCatalogue
{
    /// <summary>The cases of this assembly, found by reflection, by name.</summary>
    public static IReadOnlyList<QualityCase> All { get; } =
    [
        .. typeof(QualityCatalogue).Assembly.GetTypes()
            .Where(t => t.IsAssignableTo(typeof(QualityCase)) && !t.IsAbstract)
            .Select(t => (QualityCase)Activator.CreateInstance(t)!)
            .OrderBy(c => c.Name, StringComparer.Ordinal),
    ];
}
