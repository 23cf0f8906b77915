using Bellwether.Data.Formats;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Retrieval.Quantization;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Vectors that are all measured; see <see cref="ExactSearch"/>.</summary>
public sealed unsafe class ExactIndex : IVectorIndex
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "exact-vectors/1";

    private readonly Lock _writing = new();
    private readonly ReaderGate _gate = new();
    private readonly ScratchPool _pool = new();
    private readonly SlotSupply _supply;
    private volatile SlotState _slots;

    internal ExactIndex(Metric metric, SlotState slots)
    {
        (Metric, _slots, _supply) = (metric, slots, new SlotSupply(_gate));
        for (var slot = 0; slot < slots.Count; slot++)
            if (slots.IsAlive(slot))
                _supply.Live++;
            else
                _supply.Retire(slot);
    }

    /// <inheritdoc/>
    public int Dimension => _slots.Dimension;

    /// <inheritdoc/>
    public Metric Metric { get; }

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
            var slots = _slots;
            VectorChecks.Prepare(query, Dimension, Metric, scratch.QueryRoom(slots.Stride), nameof(query));
            if (nearest.Length == 0)
                return 0;
            var distance = new FloatDistance(slots, scratch.Query, Metric != Metric.SquaredEuclidean);
            scratch.Found.Reset(Math.Max(1, Math.Min(nearest.Length, slots.Count)));
            if (options.Filter?.Ids is { } ids && ids.Length < slots.Count / 4)
                foreach (var id in ids)
                    Meet(slots.Find(id));
            else
                for (var slot = 0; slot < slots.Count; slot++)
                    if (slots.IsAlive(slot) && (options.Filter is null || options.Filter.Contains(slots.IdOf(slot))))
                        Meet(slot);
            var count = Answers.Write(scratch.Found, distance, slots, null, 0, Metric, nearest);
            GC.KeepAlive(slots);
            return count;

            void Meet(int slot)
            {
                if (slot >= 0)
                    scratch.Found.Add(distance.To(slot), slot);
            }
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
            Image().Write(writer);
    }

    /// <inheritdoc/>
    public void Save(string path)
    {
        lock (_writing)
            IndexFile.Save(Image(), path);
    }

    /// <summary>Searches for some queries at once: each vector is read from memory once for all of them. The same answers as one by one.</summary>
    internal void SearchBlock(Vectors queries, int k, IdFilter? filter, Span<Neighbor[]> answers)
    {
        var turn = _gate.Enter();
        var block = new SearchScratch[queries.Count];
        try
        {
            var (slots, distances, dot) = (_slots, new FloatDistance[queries.Count], Metric != Metric.SquaredEuclidean);
            for (var q = 0; q < block.Length; q++)
            {
                block[q] = _pool.Rent();
                VectorChecks.Prepare(queries[q], Dimension, Metric, block[q].QueryRoom(slots.Stride), nameof(queries));
                block[q].Found.Reset(Math.Max(1, Math.Min(k, slots.Count)));
                distances[q] = new FloatDistance(slots, block[q].Query, dot);
            }

            for (var slot = 0; slot < slots.Count; slot++)
                if (slots.IsAlive(slot) && (filter is null || filter.Contains(slots.IdOf(slot))))
                    for (var q = 0; q < block.Length; q++)
                        block[q].Found.Add(distances[q].To(slot), slot);
            for (var q = 0; q < block.Length; q++)
            {
                var nearest = new Neighbor[block[q].Found.Count];
                answers[q] = nearest[..Answers.Write(block[q].Found, distances[q], slots, null, 0, Metric, nearest)];
            }

            GC.KeepAlive(slots);
        }
        finally
        {
            _gate.Leave(turn);
            foreach (var scratch in block)
                if (scratch is not null)
                    _pool.Return(scratch);
        }
    }

    internal static ExactIndex Read(ModelReader reader) => Open(IndexImage.Read(reader, FormatName));

    internal static ExactIndex Open(IndexImage image)
    {
        var dimension = (int)image.Number(0, 1, 1 << 20, "dimension");
        var count = (int)image.Number(2, 0, int.MaxValue - 64L, "number of slots");
        return new ExactIndex((Metric)image.Number(1, 0, 2, "metric"), SlotSections.Read(image, dimension, count));
    }

    private IndexImage Image() => new(FormatName, [Dimension, (long)Metric, _slots.Count], SlotSections.Of(_slots));

    private void Kill(int slot)
    {
        _slots.Kill(slot);
        Volatile.Write(ref _supply.Live, _supply.Live - 1);
        _supply.Retire(slot);
    }
}
