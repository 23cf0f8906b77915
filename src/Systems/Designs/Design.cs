using Bellwether.Numerics;

namespace Bellwether.Systems.Designs;

/// <summary>What a design document states in words and numbers before anything runs; every number in it is measured by a run.</summary>
/// <param name="Name">The system's name in commands and paths: lower-case letters, digits and dashes.</param>
/// <param name="Goal">The business objective in one sentence.</param>
public sealed record Design(string Name, string Goal)
{
    /// <summary>The kind of question that the model answers.</summary>
    public required MlTask Task { get; init; }

    /// <summary>How the question is put to the model: what is predicted, for what, at which moment.</summary>
    public string Problem { get; init; } = "";

    /// <summary>The well-known systems that this one is like.</summary>
    public IReadOnlyList<string> SeenIn { get; init; } = [];

    /// <summary>Who uses it.</summary>
    public string Users { get; init; } = "";

    /// <summary>What it does.</summary>
    public IReadOnlyList<string> InScope { get; init; } = [];

    /// <summary>What it leaves to others.</summary>
    public IReadOnlyList<string> OutOfScope { get; init; } = [];

    /// <summary>The figures the business is judged by; the first is the one to raise.</summary>
    public required IReadOnlyList<BusinessMetric> Business { get; init; }

    /// <summary>How much it has to carry.</summary>
    public required Scale Scale { get; init; }

    /// <summary>How fast a decision must be.</summary>
    public required LatencyTarget Latency { get; init; }

    /// <summary>The share of decisions that must be answered by a model, not by a fallback, in [0, 1].</summary>
    public double Availability { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.999;

    /// <summary>The metric by which rungs of the ladder are compared, e.g. <c>pr_auc</c> or <c>mae</c>.</summary>
    public required string PrimaryMetric { get; init; }

    /// <summary>Where data and labels come from, and how they are collected.</summary>
    public string DataSources { get; init; } = "";

    /// <summary>What may go wrong, and what is done about it.</summary>
    public IReadOnlyList<Risk> Risks { get; init; } = [];

    /// <summary>Ways that were considered and not taken.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];

    /// <summary>What a person has to attest, because no run can measure it: privacy controls, review of the specification, fairness.</summary>
    public IReadOnlyList<string> Attestations { get; init; } = [];
}
