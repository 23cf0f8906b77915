namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Documents that all parts match: the rarest leads, the others leap to it.</summary>
internal sealed class ConjunctionIterator : DocumentIterator
{
    private readonly DocumentIterator[] _parts, _scored;
    private int _document;

    /// <param name="scored">Required; their scores add up.</param>
    /// <param name="filters">Required, not scored.</param>
    public ConjunctionIterator(IEnumerable<DocumentIterator> scored, IEnumerable<DocumentIterator> filters)
    {
        _scored = [.. scored];
        _parts = [.. _scored.Concat(filters).OrderBy(p => p.Cost)];
        _document = Agree(_parts[0].Document);
    }

    public override int Document => _document;

    public override long Cost => _parts[0].Cost;

    public override int Advance(int target) => _document >= target ? _document : _document = Agree(_parts[0].Advance(target));

    public override double Score()
    {
        var sum = 0.0;
        foreach (var part in _scored)
            sum += part.Score();
        return sum;
    }

    private int Agree(int candidate)
    {
        for (var i = 1; i < _parts.Length && candidate != End;)
        {
            var next = _parts[i].Advance(candidate);
            if (next == candidate)
            {
                i++;
            }
            else
            {
                candidate = next == End ? End : _parts[0].Advance(next);
                i = 1;
            }
        }

        return candidate;
    }
}
