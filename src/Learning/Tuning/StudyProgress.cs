namespace Bellwether.Learning.Tuning;

/// <summary>How far a study has come.</summary>
/// <param name="Trial">The trial that has just ended.</param>
/// <param name="Done">Trials that have ended.</param>
/// <param name="Most">At most how many there will be.</param>
public sealed record StudyProgress(Trial Trial, int Done, int Most);
