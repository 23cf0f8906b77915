namespace Bellwether.Learning.Tuning;

/// <summary>What a study found.</summary>
/// <param name="Trials">Every trial, by number.</param>
/// <param name="Best">The best trial among those that were given the largest share of the budget.</param>
/// <param name="Candidate">Its candidate, at the full budget.</param>
/// <param name="IsOutOfTime">Whether the time was up before the search was over.</param>
public sealed record StudyResult<T>(IReadOnlyList<Trial> Trials, Trial Best, T Candidate, bool IsOutOfTime);
