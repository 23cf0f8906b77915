using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Tuning;

/// <summary>Everything that tuning measured: what <c>bellwether tune --json</c> prints.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Metric">What trials and models are compared by.</param>
/// <param name="Folds">How rows were cut for trials, in words.</param>
/// <param name="Split">How the rows for judging the best were cut off before, in words.</param>
/// <param name="Trials">Every trial, space by space.</param>
/// <param name="Ladder">The best of each space, judged on rows that no trial has seen; beside the system's own rungs when one space was tuned.</param>
public sealed record TuneReport(string System, string Metric, string Folds, string Split, IReadOnlyList<TrialReport> Trials, IReadOnlyList<RungReport> Ladder)
{
    /// <summary>The recipe that was chosen, its options in words.</summary>
    public string Chosen { get; init; } = "";

    /// <summary>The version that keeps the chosen model, fitted on all rows; the alias <c>tuned</c> names it.</summary>
    public string Version { get; init; } = "";

    /// <summary>The model of the registry whose versions are the trials.</summary>
    public string TrialsModel { get; init; } = "";

    /// <summary>Why learners were left out of which no trial succeeded, a line each.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Whether the time was up before the search was over.</summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }
}
