using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Links slots that are filled into the graph (Malkov and Yashunin, algorithm 1), a batch at a time.</summary>
/// <remarks>Deterministic at any number of threads: all points of a batch search the graph as it was before the batch, each writing only its own lists; then the links back to them are added,
/// in the order of points, by one worker per point linked to. The size of batches depends on nothing but how many points there are. Points of one batch do not see each other, which
/// costs little while a batch is a small part of the graph.</remarks>
internal sealed unsafe class HnswInsertion<TSource, TDistance>(TSource source, HnswState state, int effort, ScratchPool pool, bool anyDead)
    where TSource : struct, IDistanceSource<TDistance>
    where TDistance : struct, IPairDistance
{
    private const int LargestBatch = 512, PointsPerBatchPoint = 64, Piece = 8;

    private ulong[] _back = [];

    /// <summary>Links slots <paramref name="first"/> up to <paramref name="end"/>, whose layers are placed.</summary>
    public void InsertAll(int first, int end, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        for (var at = first; at < end;)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = Math.Min(end - at, Math.Clamp(at / PointsPerBatchPoint, 1, LargestBatch));
            Insert(at, batch, parallel);
            at += batch;
            progress?.Report((double)(at - first) / (end - first));
        }
    }

    private void Insert(int first, int count, ParallelOptions parallel)
    {
        if (parallel.MaxDegreeOfParallelism == 1 || count < 2 * Piece)
            Pieces(0);
        else
            Parallel.For(0, (count + Piece - 1) / Piece, parallel, Search);
        var links = Back(first, count);
        Array.Sort(_back, 0, links);
        if (parallel.MaxDegreeOfParallelism == 1 || count < 2 * Piece)
            LinkBack(0, links);
        else
            LinkBackInParallel(links, parallel);
        for (var slot = first; slot < first + count; slot++)
            Raise(slot);

        void Pieces(int from)
        {
            for (var piece = from; piece < (count + Piece - 1) / Piece; piece++)
                Search(piece);
        }

        void Search(int piece)
        {
            var scratch = pool.Rent();
            for (var slot = first + (piece * Piece); slot < first + Math.Min(count, (piece + 1) * Piece); slot++)
                LinkForth(slot, scratch);
            pool.Return(scratch);
        }
    }

    /// <summary>Finds and writes the lists of one point.</summary>
    public void LinkForth(int slot, SearchScratch scratch)
    {
        var (graph, distance) = (state.Graph, source.From(slot));
        var (entry, top) = graph.Entry;
        if (entry < 0)
            return;
        var own = graph.LevelOf(slot);
        var at = HnswWalk.Descend(distance, graph, Math.Min(own, top));
        Span<int> chosen = stackalloc int[graph.Links];
        for (var level = Math.Min(own, top); level >= 0; level--)
        {
            scratch.Beam.Reset(effort);
            HnswWalk.Collect(distance, graph, level, at, scratch);
            var candidates = anyDead ? Living(scratch, slot) : scratch.Beam.Keys;
            graph.Write(slot, level, chosen[..HnswLinker.Choose(distance, candidates, chosen)]);
            at = NearestList.SlotOf(scratch.Beam.Keys[0]);
        }
    }

    /// <summary>Adds the links to a point from those it is linked to.</summary>
    public void LinkBack(int slot)
    {
        var links = Back(slot, 1);
        Array.Sort(_back, 0, links);
        LinkBack(0, links);
        Raise(slot);
    }

    private ReadOnlySpan<ulong> Living(SearchScratch scratch, int self)
    {
        scratch.Found.Reset(Math.Max(1, scratch.Beam.Count));
        foreach (var key in scratch.Beam.Keys)
            if (NearestList.SlotOf(key) is var slot && slot != self && state.Slots.IsAlive(slot))
                scratch.Found.Add(NearestList.DistanceOf(key), slot);
        return scratch.Found.Keys;
    }

    /// <summary>Collects (linked to, level, point) as keys: 31 bits, 5 bits, 28 bits relative to <paramref name="first"/>.</summary>
    private int Back(int first, int count)
    {
        var total = 0;
        Span<int> slots = stackalloc int[state.Graph.Links * 2];
        for (var slot = first; slot < first + count; slot++)
            for (var level = 0; level <= state.Graph.LevelOf(slot); level++)
            {
                var length = state.Graph.Read(slot, level, slots);
                if (_back.Length < total + length)
                    Array.Resize(ref _back, (total + length) * 2);
                for (var i = 0; i < length; i++)
                    _back[total++] = ((ulong)slots[i] << 33) | ((ulong)level << 28) | (uint)(slot - first);
            }

        _first = first;
        return total;
    }

    private int _first;

    private void LinkBack(int from, int to)
    {
        var scratch = pool.Rent();
        for (var i = from; i < to; i++)
        {
            var key = _back[i];
            var target = (int)(key >> 33);
            HnswLinker.Link(source.From(target), state, (int)(key >> 28) & 31, target, _first + (int)(key & 0xFFFFFFF), scratch.Found);
        }

        pool.Return(scratch);
    }

    private void LinkBackInParallel(int links, ParallelOptions parallel)
    {
        var pieces = parallel.MaxDegreeOfParallelism * 4;
        int Border(int piece)
        {
            var at = (int)((long)links * piece / pieces);
            while (at > 0 && at < links && _back[at] >> 33 == _back[at - 1] >> 33)
                at++;
            return at;
        }

        Parallel.For(0, pieces, parallel, piece => LinkBack(Border(piece), Border(piece + 1)));
    }

    private void Raise(int slot)
    {
        var (entry, top) = state.Graph.Entry;
        if (entry < 0 || state.Graph.LevelOf(slot) > top)
            state.Graph.SetEntry(slot, state.Graph.LevelOf(slot));
    }
}
