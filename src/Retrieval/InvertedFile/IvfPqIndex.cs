using Bellwether.Data.Formats;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.InvertedFile;

/// <summary>An inverted file of codes that is searched while it changes; see <see cref="IvfPqSearch"/>.</summary>
public sealed unsafe class IvfPqIndex : IVectorIndex
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "ivf-pq/1";

    private readonly Lock _writing = new();
    private readonly ReaderGate _gate = new();
    private readonly ScratchPool _pool = new();
    private readonly SlotSupply _supply;
    private readonly Cells _cells;
    private volatile SlotState _slots;

    internal IvfPqIndex(IvfPqSearch recipe, SlotState slots, Cells cells)
    {
        (Recipe, _slots, _cells, _supply) = (recipe, slots, cells, new SlotSupply(_gate));
        for (var slot = 0; slot < slots.Count; slot++)
            if (slots.IsAlive(slot))
                _supply.Live++;
            else
                _supply.Retire(slot);
    }

    /// <summary>How it was built, with the number of cells and the width that were used.</summary>
    public IvfPqSearch Recipe { get; }

    /// <inheritdoc/>
    public int Dimension => _slots.Dimension;

    /// <inheritdoc/>
    public Metric Metric => Recipe.Metric;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _supply.Live);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Search(ReadOnlySpan<float> query, Span<Neighbor> nearest, SearchOptions options = default)
    {
        var scratch = _pool.Rent();
        var turn = _gate.Enter();
        try
        {
            var (slots, live, dot) = (_slots, Count, Metric != Metric.SquaredEuclidean);
            VectorChecks.Prepare(query, Dimension, Metric, scratch.QueryRoom(slots.Stride), nameof(query));
            if (nearest.Length == 0 || live == 0)
                return 0;
            var exact = new FloatDistance(slots, scratch.Query, dot);
            var wanted = (int)Math.Min(live, Math.Ceiling(nearest.Length * Recipe.Rerank));
            if (options.Filter?.Ids is { } ids && ids.Length <= Math.Max(wanted, slots.Count / 100))
            {
                scratch.Found.Reset(Math.Max(1, Math.Min(nearest.Length, ids.Length)));
                foreach (var id in ids)
                    if (slots.Find(id) is >= 0 and var slot)
                        scratch.Found.Add(exact.To(slot), slot);
                return Answers.Write(scratch.Found, exact, slots, null, 0, Metric, nearest);
            }

            IvfPqQuery.Run(_cells, slots, scratch.Query, dot, options.Effort > 0 ? options.Effort : Recipe.SearchEffort, Math.Min(nearest.Length, live), wanted, options.Filter, scratch);
            var count = Answers.Write(scratch.Found, exact, slots, scratch.Reranked, wanted, Metric, nearest);
            GC.KeepAlive(slots);
            return count;
        }
        finally
        {
            _gate.Leave(turn);
            _pool.Return(scratch);
        }
    }

    /// <inheritdoc/>
    public void Set(long id, ReadOnlySpan<float> vector)
    {
        lock (_writing)
        {
            var row = new float[_slots.Stride];
            VectorChecks.Prepare(vector, Dimension, Metric, row, nameof(vector));
            var (old, slot) = (_slots.Find(id), _supply.TakeFree());
            if (slot < 0)
                slot = _slots.Count;
            if (slot >= _slots.Capacity || _slots.Vectors.IsMapped)
                _slots = _slots.Grown(SlotState.CapacityFor(slot));
            _slots.Fill(slot, id, row);
            if (old >= 0)
                Kill(old);
            _slots.Publish(slot);
            _cells.Add(_slots.VectorOf(slot), slot);
            Volatile.Write(ref _supply.Live, _supply.Live + 1);
        }
    }

    /// <inheritdoc/>
    public bool Remove(long id)
    {
        lock (_writing)
        {
            var slot = _slots.Find(id);
            if (slot < 0)
                return false;
            if (_slots.Dead.IsMapped)
                _slots = _slots.Grown(SlotState.CapacityFor(_slots.Count));
            Kill(slot);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        lock (_writing)
            IvfPqFormat.Image(Recipe, _slots, _cells).Write(writer);
    }

    /// <inheritdoc/>
    public void Save(string path)
    {
        lock (_writing)
            IndexFile.Save(IvfPqFormat.Image(Recipe, _slots, _cells), path);
    }

    private void Kill(int slot)
    {
        _slots.Kill(slot);
        _cells.Remove(_slots.VectorOf(slot), slot);
        Volatile.Write(ref _supply.Live, _supply.Live - 1);
        _supply.Retire(slot);
    }
}
