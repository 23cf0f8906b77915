namespace Bellwether.Storage.DuckDb.Events;

/// <summary>A stretch of the log.</summary>
/// <param name="First">The first sequence.</param>
/// <param name="Last">The last sequence, included.</param>
public readonly record struct SequenceRange(long First, long Last)
{
    /// <summary><c>first-last</c>, or the one sequence.</summary>
    public override string ToString() => First == Last ? FormattableString.Invariant($"{First}") : FormattableString.Invariant($"{First}-{Last}");
}
