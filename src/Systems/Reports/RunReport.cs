namespace Bellwether.Systems.Reports;

/// <summary>Everything a run measured: what <c>--json</c> prints and the design document is written from.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Data">What it was fed.</param>
/// <param name="Ladder">Every rung, from the simplest up.</param>
/// <param name="Decisions">The decisions made.</param>
/// <param name="Rollout">Every step of every rollout.</param>
/// <param name="Faults">Every planted fault.</param>
/// <param name="Business">Every business figure.</param>
/// <param name="Document">The path of the design document.</param>
public sealed record RunReport(
    string System,
    DataReport Data,
    IReadOnlyList<RungReport> Ladder,
    DecisionsReport Decisions,
    IReadOnlyList<RolloutReport> Rollout,
    IReadOnlyList<FaultReport> Faults,
    IReadOnlyList<BusinessReport> Business,
    string Document)
{
    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>The threads it was allowed.</summary>
    public int Threads { get; init; }

    /// <summary>A hash over every event, model and rollout step of the run: equal for the same seed at any number of threads.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>How long the run took.</summary>
    public double Seconds { get; init; }

    /// <summary>Every alert.</summary>
    public IReadOnlyList<AlertReport> Alerts { get; init; } = [];

    /// <summary>Every claim of the design beside its measurement.</summary>
    public IReadOnlyList<GateReport> Gates { get; init; } = [];

    /// <summary>The chosen model's primary metric by slice, worst first.</summary>
    public IReadOnlyList<FigureReport> Slices { get; init; } = [];

    /// <summary>The features that move the chosen model most, with their share of all movement.</summary>
    public IReadOnlyList<FigureReport> Importance { get; init; } = [];

    /// <summary>How the threshold of the chosen model could be set, one line a way.</summary>
    public IReadOnlyList<string> OperatingPoints { get; init; } = [];

    /// <summary>Calibration of the chosen model: mean score against observed mean label, bin by bin.</summary>
    public IReadOnlyList<FigureReport> Calibration { get; init; } = [];

    /// <summary>Figures over time, for plots.</summary>
    public IReadOnlyList<SeriesReport> Series { get; init; } = [];
}
