namespace Bellwether.Learning.Neighbours;

/// <summary>The nearest so many points seen so far, the nearest first.</summary>
internal ref struct NearestList(Span<Neighbour> found, int except, int count = 0)
{
    private readonly Span<Neighbour> _found = found;
    private readonly int _except = except;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; } = count;

    /// <summary>A point farther than this cannot enter.</summary>
    public readonly double Limit => Count < _found.Length ? double.PositiveInfinity : _found[^1].SquaredDistance;

    /// <summary>Takes a point in if it is near enough.</summary>
    public void Offer(int row, double squaredDistance)
    {
        var candidate = new Neighbour(row, squaredDistance);
        if (row == _except || (Count == _found.Length && !candidate.Before(_found[^1])))
            return;
        var at = Count < _found.Length ? Count++ : Count - 1;
        for (; at > 0 && candidate.Before(_found[at - 1]); at--)
            _found[at] = _found[at - 1];
        _found[at] = candidate;
    }
}
