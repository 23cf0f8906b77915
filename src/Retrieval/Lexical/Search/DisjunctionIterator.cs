namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Documents that at least one part matches; scores add up. A heap of the parts by document.</summary>
internal sealed class DisjunctionIterator : DocumentIterator
{
    private readonly PriorityQueue<DocumentIterator, int> _parts = new();
    private readonly List<DocumentIterator> _here = [];

    public DisjunctionIterator(IReadOnlyList<DocumentIterator> parts)
    {
        foreach (var part in parts)
            _parts.Enqueue(part, part.Document);
        Cost = parts.Sum(p => p.Cost);
    }

    public override int Document => _parts.TryPeek(out _, out var document) ? document : End;

    public override long Cost { get; }

    public override int Advance(int target)
    {
        while (_parts.TryPeek(out var part, out var document) && document < target)
            _parts.DequeueEnqueue(part, part.Advance(target));
        return Document;
    }

    public override double Score()
    {
        var (document, sum) = (Document, 0.0);
        while (_parts.TryPeek(out var part, out var at) && at == document)
        {
            sum += part.Score();
            _here.Add(_parts.Dequeue());
        }

        foreach (var part in _here)
            _parts.Enqueue(part, document);
        _here.Clear();
        return sum;
    }
}
