namespace Bellwether.Retrieval.VectorSearch;

/// <summary>The writer's book of slots: which can be filled next, and which died and must wait until no search can still look at them.</summary>
internal sealed class SlotSupply(ReaderGate gate)
{
    private readonly Stack<int> _free = new();
    private List<int> _retired = [], _waiting = [];

    /// <summary>How many vectors live.</summary>
    public int Live;

    /// <summary>Takes a slot that died before, or -1.</summary>
    public int TakeFree()
    {
        Recycle();
        return _free.TryPop(out var slot) ? slot : -1;
    }

    /// <summary>A dead slot to which nothing leads any more; searches that are under way may still hold it.</summary>
    public void Retire(int slot) => _retired.Add(slot);

    /// <summary>Forgets all slots, for a state that begins anew.</summary>
    public void Clear()
    {
        _free.Clear();
        _retired.Clear();
        _waiting.Clear();
        Live = 0;
    }

    private void Recycle()
    {
        if (_waiting.Count > 0 && gate.IsQuiet)
        {
            foreach (var slot in _waiting)
                _free.Push(slot);
            _waiting.Clear();
        }

        if (_waiting.Count == 0 && _retired.Count > 0 && gate.IsQuiet)
        {
            (_waiting, _retired) = (_retired, _waiting);
            gate.EndTurn();
        }
    }
}
