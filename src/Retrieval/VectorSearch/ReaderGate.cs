namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Tells a writer when no search is left that began before a certain moment, without ever making a search wait.</summary>
/// <remarks>Two counters take turns. A search counts itself under the turn it began in; the writer ends the turn, and when the old counter is zero, every search of that turn and before has
/// ended. Two interlocked additions per search.</remarks>
internal sealed class ReaderGate
{
    private int _turn, _even, _odd;

    /// <summary>Begins a search; give the result back to <see cref="Leave"/>.</summary>
    public int Enter()
    {
        while (true)
        {
            var turn = Volatile.Read(ref _turn) & 1;
            Interlocked.Increment(ref Counter(turn));
            if (turn == (Volatile.Read(ref _turn) & 1))
                return turn;
            // The writer ended the turn in between and may already have found the counter at zero.
            Interlocked.Decrement(ref Counter(turn));
        }
    }

    /// <summary>Ends a search.</summary>
    public void Leave(int turn) => Interlocked.Decrement(ref Counter(turn));

    /// <summary>Writer only, after the last turn became quiet: searches from now on count under the other turn.</summary>
    public void EndTurn() => Interlocked.Increment(ref _turn);

    /// <summary>Writer only: whether all searches that began before <see cref="EndTurn"/> have ended.</summary>
    public bool IsQuiet => Volatile.Read(ref Counter((Volatile.Read(ref _turn) & 1) ^ 1)) == 0;

    private ref int Counter(int turn) => ref turn == 0 ? ref _even : ref _odd;
}
