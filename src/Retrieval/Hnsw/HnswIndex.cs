using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>A graph that is searched while it changes; see <see cref="HnswSearch"/>.</summary>
/// <remarks>Searches take no lock. A change takes about as long as one build step. A removed vector is skipped from that moment; the links to it are mended a few at a time by the changes that
/// follow, and when nothing leads to it any more and no search can still hold it, its room is filled again: memory stays bounded however often vectors are replaced. A search that runs beside
/// the replacement of an id may miss that id.</remarks>
public sealed unsafe class HnswIndex : IVectorIndex
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "hnsw/1";

    private readonly Lock _writing = new();
    private readonly HnswWriter _writer;

    internal HnswIndex(HnswSearch recipe, Seed seed, long sequence, HnswState state) => _writer = new HnswWriter(recipe, seed, sequence, state);

    /// <summary>How it was built.</summary>
    public HnswSearch Recipe => _writer.Recipe;

    /// <inheritdoc/>
    public int Dimension => _writer.State.Slots.Dimension;

    /// <inheritdoc/>
    public Metric Metric => Recipe.Metric;

    /// <inheritdoc/>
    public int Count => _writer.Live;

    /// <inheritdoc/>
    public string Format => FormatName;

    internal static HnswIndex Build(HnswSearch recipe, SlotState slots, FitContext context)
    {
        var index = new HnswIndex(recipe, context.Seed, 0, HnswWriter.Unlinked(recipe, slots));
        index._writer.LinkAll(context);
        return index;
    }

    /// <inheritdoc/>
    public int Search(ReadOnlySpan<float> query, Span<Neighbor> nearest, SearchOptions options = default)
    {
        var scratch = _writer.Pool.Rent();
        var turn = _writer.Gate.Enter();
        try
        {
            var (state, live) = (_writer.State, _writer.Live);
            VectorChecks.Prepare(query, Dimension, Metric, scratch.QueryRoom(state.Slots.Stride), nameof(query));
            if (nearest.Length == 0 || live == 0)
                return 0;
            var effort = options.Effort > 0 ? options.Effort : Recipe.SearchEffort;
            var exact = new FloatDistance(state.Slots, scratch.Query, Metric != Metric.SquaredEuclidean);
            var wanted = state.Codec is null ? nearest.Length : (int)Math.Min(live, Math.Ceiling(nearest.Length * Recipe.Rerank));
            // Bits order too coarsely for a beam of k; bytes and floats do not.
            var least = Math.Min(live, state.Codec is BitCodec ? wanted : nearest.Length);
            var near = state.Codec switch
            {
                ScalarCodec scalar => HnswQuery.Run(From(scalar, state, scratch), state, live, least, effort, options.Filter, scratch),
                BitCodec bits => HnswQuery.Run(From(bits, state, scratch), state, live, least, effort, options.Filter, scratch),
                _ => HnswQuery.Run(exact, state, live, least, effort, options.Filter, scratch),
            };
            var count = Answers.Write(near, exact, state.Slots, state.Codec is null ? null : scratch.Reranked, wanted, Metric, nearest);
            GC.KeepAlive(state);
            return count;
        }
        finally
        {
            _writer.Gate.Leave(turn);
            _writer.Pool.Return(scratch);
        }
    }

    /// <inheritdoc/>
    public void Set(long id, ReadOnlySpan<float> vector)
    {
        lock (_writing)
            _writer.Set(id, vector);
    }

    /// <inheritdoc/>
    public bool Remove(long id)
    {
        lock (_writing)
            return _writer.Remove(id);
    }

    /// <summary>Mends all links to removed vectors at once, rather than a few with each change.</summary>
    public void Reclaim()
    {
        lock (_writing)
            _writer.Reclaim();
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        lock (_writing)
            HnswFormat.Image(_writer).Write(writer);
    }

    /// <inheritdoc/>
    public void Save(string path)
    {
        lock (_writing)
            IndexFile.Save(HnswFormat.Image(_writer), path);
    }

    private static BitDistance From(BitCodec codec, HnswState state, SearchScratch scratch)
    {
        var row = scratch.CodeRoom(codec.QueryStride);
        codec.EncodeQuery(scratch.Query, row);
        return codec.From(row, state.Codes.Pointer);
    }

    private static ScalarDistance From(ScalarCodec codec, HnswState state, SearchScratch scratch)
    {
        var row = scratch.CodeRoom(codec.Stride);
        codec.Encode(scratch.Query, row);
        return codec.From(row, state.Codes.Pointer);
    }
}
