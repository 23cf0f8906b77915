namespace Bellwether.Worlds;

/// <summary>A fault on the world's timetable.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="At">How long after the world's start it begins.</param>
/// <param name="Duration">How long it lasts; null for good.</param>
/// <param name="Detail">What exactly, for people and reports, e.g. "card testing with small amounts".</param>
public sealed record PlantedFault(FaultKind Kind, TimeSpan At, TimeSpan? Duration = null, string Detail = "")
{
    /// <summary>Whether it is in force so long after the world's start.</summary>
    public bool IsActive(TimeSpan elapsed) => elapsed >= At && (Duration is not { } duration || elapsed < At + duration);
}
