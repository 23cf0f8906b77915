using Bellwether.Data.Models;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Changes a graph, one change at a time; searches read <see cref="State"/> meanwhile.</summary>
internal sealed unsafe class HnswWriter
{
    private readonly SlotSupply _supply;
    private readonly HnswRepair _repair;
    private volatile HnswState _state;

    public HnswWriter(HnswSearch recipe, Seed seed, long sequence, HnswState state)
    {
        (Recipe, Seed, Sequence, _state) = (recipe, seed, sequence, state);
        _supply = new SlotSupply(Gate);
        _repair = new HnswRepair(_supply);
        for (var slot = 0; slot < state.Slots.Count; slot++)
            if (state.Slots.IsAlive(slot))
                _supply.Live++;
            else
                _repair.Add(slot);
    }

    public HnswSearch Recipe { get; }

    public Seed Seed { get; }

    /// <summary>How many vectors were ever added: the layer of the next one is drawn from it.</summary>
    public long Sequence { get; private set; }

    public HnswState State => _state;

    public int Live => Volatile.Read(ref _supply.Live);

    public ReaderGate Gate { get; } = new();

    public ScratchPool Pool { get; } = new();

    public static ICodec? CodecFor(Compression compression, float[] mean, bool dot) => compression switch
    {
        Compression.Bytes => new ScalarCodec(mean, dot),
        Compression.Bits => new BitCodec(mean, dot),
        _ => null,
    };

    /// <summary>A state of filled slots, coded, without links.</summary>
    public static HnswState Unlinked(HnswSearch recipe, SlotState slots)
    {
        var dot = recipe.Metric != Metric.SquaredEuclidean;
        var codec = CodecFor(recipe.Compression, recipe.Compression == Compression.None ? [] : ScalarCodec.MeanOf(slots), dot);
        var state = new HnswState(slots, new HnswGraph(recipe.Links, slots.Capacity), codec, new Block((long)slots.Capacity * (codec?.Stride ?? 0)));
        for (var slot = 0; slot < slots.Count; slot++)
            state.Encode(slot);
        return state;
    }

    /// <summary>Links all slots of a new state.</summary>
    public void LinkAll(FitContext context)
    {
        var count = _state.Slots.Count;
        var (levels, lists) = (new int[count], 0);
        for (var slot = 0; slot < count; slot++)
            lists += levels[slot] = NextLevel();
        _state = _state with { Graph = _state.Graph.Grown(_state.Graph.Capacity, 0, Math.Max(64, lists)) };
        foreach (var (slot, level) in levels.Index())
            _state.Graph.Place(slot, level);
        if (_state.Codec is ScalarCodec codec)
            Insertion<ScalarSource, ScalarDistance>(new ScalarSource(codec, _state.Codes), false).InsertAll(0, count, context.Threads, context.Progress, context.CancellationToken);
        else
            Insertion<FloatSource, FloatDistance>(new FloatSource(_state.Slots, IsDot), false).InsertAll(0, count, context.Threads, context.Progress, context.CancellationToken);
    }

    public void Set(long id, ReadOnlySpan<float> vector)
    {
        var row = new float[_state.Slots.Stride];
        VectorChecks.Prepare(vector, _state.Slots.Dimension, Recipe.Metric, row, nameof(vector));
        var old = _state.Slots.Find(id);
        if (_supply.Live == 0)
            StartAnew();
        var level = NextLevel();
        var slot = _supply.TakeFree();
        if (slot < 0)
            slot = _state.Slots.Count;
        MakeRoom(slot, level);
        _state.Slots.Fill(slot, id, row);
        _state.Encode(slot);
        _state.Graph.Place(slot, level);
        if (_state.Codec is ScalarCodec codec)
            Insert(Insertion<ScalarSource, ScalarDistance>(new ScalarSource(codec, _state.Codes), _repair.AnyDead), slot, old);
        else
            Insert(Insertion<FloatSource, FloatDistance>(new FloatSource(_state.Slots, IsDot), _repair.AnyDead), slot, old);
        Mend(all: false);
    }

    public bool Remove(long id)
    {
        var slot = _state.Slots.Find(id);
        if (slot < 0)
            return false;
        if (_state.Slots.Dead.IsMapped)
            MakeRoom(_state.Slots.Count, 0);
        Kill(slot);
        Mend(all: false);
        return true;
    }

    public void Reclaim() => Mend(all: true);

    private bool IsDot => Recipe.Metric != Metric.SquaredEuclidean;

    private HnswInsertion<TSource, TDistance> Insertion<TSource, TDistance>(TSource source, bool anyDead)
        where TSource : struct, IDistanceSource<TDistance>
        where TDistance : struct, IPairDistance => new(source, _state, Recipe.BuildEffort, Pool, anyDead);

    private void Insert<TSource, TDistance>(HnswInsertion<TSource, TDistance> insertion, int slot, int old)
        where TSource : struct, IDistanceSource<TDistance>
        where TDistance : struct, IPairDistance
    {
        var scratch = Pool.Rent();
        insertion.LinkForth(slot, scratch);
        Pool.Return(scratch);
        if (old >= 0)
            Kill(old);
        _state.Slots.Publish(slot);
        Volatile.Write(ref _supply.Live, _supply.Live + 1);
        insertion.LinkBack(slot);
    }

    private void Kill(int slot)
    {
        _state.Slots.Kill(slot);
        Volatile.Write(ref _supply.Live, _supply.Live - 1);
        _repair.Add(slot);
    }

    private void Mend(bool all)
    {
        if (_state.Codec is ScalarCodec codec)
            _repair.Step<ScalarSource, ScalarDistance>(new ScalarSource(codec, _state.Codes), _state, all);
        else
            _repair.Step<FloatSource, FloatDistance>(new FloatSource(_state.Slots, IsDot), _state, all);
    }

    /// <summary>Nothing lives: later vectors begin in fresh memory, with no dead ones between them.</summary>
    private void StartAnew()
    {
        if (_state.Slots.Count == 0)
            return;
        var slots = new SlotState(_state.Slots.Dimension, 16);
        _supply.Clear();
        _repair.Clear();
        _state = new HnswState(slots, new HnswGraph(Recipe.Links, 16), _state.Codec, new Block(16L * (_state.Codec?.Stride ?? 0)));
    }

    private void MakeRoom(int slot, int level)
    {
        var graph = _state.Graph;
        var (full, fullAbove) = (slot >= _state.Slots.Capacity || _state.Slots.Vectors.IsMapped, graph.UpperUsed + level > graph.UpperLists);
        if (!full && !fullAbove)
            return;
        var lists = Math.Max(64, (graph.ListsOf(_state.Slots.Count) + level) * 3 / 2);
        var capacity = full ? SlotState.CapacityFor(slot) : _state.Slots.Capacity;
        _state = full ? _state.Grown(capacity, lists) : _state with { Graph = graph.Grown(graph.Capacity, _state.Slots.Count, lists) };
    }

    /// <summary>Layers are drawn geometrically, so that each holds 1/M of the points below.</summary>
    private int NextLevel()
    {
        var unit = ((Seed.Derive(Sequence++).Value >> 11) + 1) * (1.0 / (1UL << 53));
        return Math.Min(HnswSearch.MostLevels, (int)(-Math.Log(unit) / Math.Log(Recipe.Links)));
    }
}
