using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Rollout;

/// <summary>One transition of a rollout, with its reason and evidence: what the store keeps under the type <c>Rollout</c>.</summary>
/// <param name="Id">Candidate, start of the rollout, number of the step.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Candidate">The version that is rolled out.</param>
/// <param name="Control">The version that it is to replace.</param>
/// <param name="Step">The stage that ended (or began, for <see cref="RolloutOutcome.Started"/>), e.g. <c>canary 5 %</c>.</param>
/// <param name="Share">The candidate's share of units from now on.</param>
/// <param name="Outcome">One of the names of <see cref="RolloutOutcome"/>, e.g. <c>rolled back</c>.</param>
/// <param name="Reason">Why, in words with numbers.</param>
/// <param name="Evidence">The numbers behind the reason.</param>
public sealed record RolloutStep(
    string Id, DateTimeOffset Time, string Candidate, string Control, string Step, double Share, string Outcome, string Reason, Signals Evidence) : IEvent
{
    /// <summary>How steps are read and written.</summary>
    public static EventContract<RolloutStep> Contract { get; } = EventContract<RolloutStep>.Instance;

    /// <summary>The event to append.</summary>
    public EventRecord ToRecord(string system) =>
        new(system, FactTypes.Rollout, Id, UnixMicroseconds.ToTime(UnixMicroseconds.Of(Time)), Contract.Write(this)) { Value = this };

    /// <summary>The step that a stored event holds.</summary>
    public static RolloutStep FromRecord(EventRecord record) => Contract.FromRecord(record);
}
