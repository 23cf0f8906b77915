namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Documents of one iterator, to which another may add a score and from which a third takes some away.</summary>
internal sealed class OptionalIterator : DocumentIterator
{
    private readonly DocumentIterator _required;
    private readonly DocumentIterator? _optional, _excluded;

    public OptionalIterator(DocumentIterator required, DocumentIterator? optional, DocumentIterator? excluded)
    {
        (_required, _optional, _excluded) = (required, optional, excluded);
        Settle();
    }

    public override int Document => _required.Document;

    public override long Cost => _required.Cost;

    public override int Advance(int target)
    {
        _required.Advance(target);
        return Settle();
    }

    public override double Score() => _required.Score() + (_optional is not null && _optional.Advance(Document) == Document ? _optional.Score() : 0);

    private int Settle()
    {
        while (_excluded is not null && _required.Document != End && _excluded.Advance(_required.Document) == _required.Document)
            _required.Advance(_required.Document + 1);
        return _required.Document;
    }
}
