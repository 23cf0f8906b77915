namespace Bellwether.Retrieval.Fusion;

/// <summary>Scores added up by item.</summary>
internal sealed class FusionSum<TId> where TId : notnull
{
    private readonly Dictionary<TId, int> _places = [];
    private readonly List<RankedItem<TId>> _items = [];

    public void Add(TId id, double score)
    {
        if (_places.TryAdd(id, _items.Count))
            _items.Add(new RankedItem<TId>(id, score));
        else
            _items[_places[id]] = new RankedItem<TId>(id, _items[_places[id]].Score + score);
    }

    /// <summary>The best first; of equal scores the one added first.</summary>
    public IReadOnlyList<RankedItem<TId>> Ranked() => [.. _items.OrderByDescending(i => i.Score)];
}
