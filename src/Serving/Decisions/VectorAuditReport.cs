namespace Bellwether.Serving.Decisions;

/// <summary>What an audit of logged vectors found.</summary>
/// <param name="Decisions">How many decisions were derived again.</param>
/// <param name="Equal">How many of them came out equal, bit for bit.</param>
/// <param name="NotComputed">How many were logged without a vector, because their features had failed.</param>
/// <param name="Unreadable">How many stored events could not be read by their contracts.</param>
/// <param name="Passes">How often the log was replayed: once, and again for decisions that were logged long after their watermark.</param>
/// <param name="Mismatches">The first features that differed, one per decision, at most 100.</param>
public sealed record VectorAuditReport(
    long Decisions, long Equal, long NotComputed, long Unreadable, int Passes, IReadOnlyList<VectorMismatch> Mismatches)
{
    /// <summary>Whether every decision came out equal.</summary>
    public bool IsClean => Decisions == Equal;
}
