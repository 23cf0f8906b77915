namespace Bellwether.Systems;

/// <summary>A system's definition is not whole.</summary>
/// <param name="system">The system.</param>
/// <param name="complaints">Everything that is wrong.</param>
public sealed class SystemDefinitionException(string system, IReadOnlyList<string> complaints)
    : Exception($"The definition of '{system}' is not whole:\n" + string.Join("\n", complaints.Select(c => "  * " + c)))
{
    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<string> Complaints { get; } = complaints;
}
