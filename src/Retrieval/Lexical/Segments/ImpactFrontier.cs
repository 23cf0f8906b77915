namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>A few pairs of (frequency, length) that bound every posting seen: for each there is a pair at least as frequent and at most as long.</summary>
/// <remarks>BM25 grows with the frequency and falls with the length, so the best pair bounds the score whatever the average length will be (the competitive impacts of Lucene 8). Where
/// the frontier has more than four pairs, neighbours are joined into the pair that dominates both, those first that lose least.</remarks>
internal sealed class ImpactFrontier
{
    private readonly List<(int Frequency, int Length)> _pairs = [];

    /// <summary>Takes in a posting.</summary>
    public void Add(int frequency, int length)
    {
        if (frequency == 0)
            return;

        // The pairs rise in frequency and in length: a pair is dominated when one further right is at most as long.
        var at = _pairs.Count;
        while (at > 0 && _pairs[at - 1].Frequency > frequency)
            at--;
        if (at > 0 && _pairs[at - 1].Frequency == frequency)
        {
            if (_pairs[at - 1].Length <= length)
                return;
            at--;
            _pairs.RemoveAt(at);
        }

        if (at < _pairs.Count && _pairs[at].Length <= length)
            return;
        var first = at;
        while (first > 0 && _pairs[first - 1].Length >= length)
            first--;
        _pairs.RemoveRange(first, at - first);
        _pairs.Insert(first, (frequency, length));
    }

    /// <summary>Takes in all pairs of another.</summary>
    public void Add(ImpactFrontier other)
    {
        foreach (var (frequency, length) in other._pairs)
            Add(frequency, length);
    }

    /// <summary>Writes four pairs, the first repeated to fill up, zeros for none; and starts again.</summary>
    public void Flush(ByteOutput to)
    {
        while (_pairs.Count > SegmentFormat.Impacts)
            JoinClosest();
        for (var i = 0; i < SegmentFormat.Impacts; i++)
        {
            var (frequency, length) = _pairs.Count == 0 ? (0, 0) : _pairs[i < _pairs.Count ? i : 0];
            to.Write((ushort)Math.Min(frequency, ushort.MaxValue));
            to.Write((ushort)Math.Min(length, ushort.MaxValue));
        }

        _pairs.Clear();
    }

    private void JoinClosest()
    {
        var (best, loss) = (0, double.MaxValue);
        for (var i = 0; i + 1 < _pairs.Count; i++)
        {
            var (low, high) = (_pairs[i], _pairs[i + 1]);
            var here = Math.Log((double)high.Frequency / low.Frequency) * Math.Log((high.Length + 1.0) / (low.Length + 1.0));
            if (here < loss)
                (best, loss) = (i, here);
        }

        _pairs[best] = (_pairs[best + 1].Frequency, _pairs[best].Length);
        _pairs.RemoveAt(best + 1);
    }
}
