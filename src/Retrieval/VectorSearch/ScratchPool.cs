namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Scratch of earlier searches, to be used again.</summary>
internal sealed class ScratchPool
{
    private readonly SearchScratch?[] _kept = new SearchScratch?[Math.Max(4, 2 * Environment.ProcessorCount)];

    public SearchScratch Rent()
    {
        for (var i = 0; i < _kept.Length; i++)
            if (_kept[i] is not null && Interlocked.Exchange(ref _kept[i], null) is { } scratch)
                return scratch;
        return new SearchScratch();
    }

    public void Return(SearchScratch scratch)
    {
        for (var i = 0; i < _kept.Length; i++)
            if (_kept[i] is null && Interlocked.CompareExchange(ref _kept[i], scratch, null) is null)
                return;
    }
}
