using Bellwether.Data.Formats;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Graphs as images. What a search follows is checked while it is followed, so that opening costs nothing; here only sizes are.</summary>
internal static class HnswFormat
{
    private const long MostSlots = int.MaxValue - 64L;

    private enum Sizes
    {
        Dimension, Metric, Count, Links, BuildEffort, SearchEffort, Compression, Rerank, Seed, Sequence, Entry, TopLevel, UpperLists,
    }

    public static IndexImage Image(HnswWriter writer)
    {
        var (state, recipe) = (writer.State, writer.Recipe);
        var (slots, graph, count) = (state.Slots, state.Graph, (long)state.Slots.Count);
        var lists = graph.ListsOf(slots.Count);
        var (offsets, upper) = graph.Compacted(slots.Count, slots.Count, lists);
        var (entry, level) = graph.Entry;
        long[] numbers =
        [
            slots.Dimension, (long)recipe.Metric, count, recipe.Links, recipe.BuildEffort, recipe.SearchEffort, (long)recipe.Compression, BitConverter.DoubleToInt64Bits(recipe.Rerank),
            unchecked((long)writer.Seed.Value), writer.Sequence, entry, level, lists,
        ];
        var mean = state.Codec is { } codec ? Block.Of(codec.Mean) : new Block(0);
        return new IndexImage(HnswIndex.FormatName, numbers,
        [
            .. SlotSections.Of(slots), IndexImage.Cut(graph.Ground, count * graph.Links * 2 * sizeof(int)), offsets, IndexImage.Cut(graph.Levels, count), upper, mean,
            IndexImage.Cut(state.Codes, count * (state.Codec?.Stride ?? 0)),
        ]);
    }

    public static HnswIndex Read(ModelReader reader) => Open(IndexImage.Read(reader, HnswIndex.FormatName));

    public static HnswIndex Open(IndexImage image)
    {
        var dimension = (int)image.Number((int)Sizes.Dimension, 1, 1 << 20, "dimension");
        var count = (int)image.Number((int)Sizes.Count, 0, MostSlots, "number of slots");
        var recipe = Recipe(image);
        var dot = recipe.Metric != Metric.SquaredEuclidean;
        var lists = (int)image.Number((int)Sizes.UpperLists, 0, MostSlots, "number of upper lists");
        var slots = SlotSections.Read(image, dimension, count);
        var at = SlotSections.Count;
        var ground = image.Section(at, (long)count * recipe.Links * 2 * sizeof(int), "links of the ground layer");
        var offsets = image.Section(at + 1, (long)count * sizeof(int), "places of upper lists");
        var levels = image.Section(at + 2, count, "layers");
        var upper = image.Section(at + 3, (long)lists * recipe.Links * sizeof(int), "links of the upper layers");
        var entry = (int)image.Number((int)Sizes.Entry, -1, count - 1, "entry");
        var top = (int)image.Number((int)Sizes.TopLevel, 0, HnswSearch.MostLevels, "top layer");
        var graph = new HnswGraph(recipe.Links, count, ground, offsets, levels, upper, lists, entry, top);
        var codec = Codec(image, at + 4, recipe.Compression, dimension, dot);
        var codes = image.Section(at + 5, (long)count * (codec?.Stride ?? 0), "codes");
        return new HnswIndex(recipe, new Seed(unchecked((ulong)image.Number((int)Sizes.Seed, long.MinValue, long.MaxValue, "seed"))),
            image.Number((int)Sizes.Sequence, 0, long.MaxValue, "sequence"), new HnswState(slots, graph, codec, codes));
    }

    private static HnswSearch Recipe(IndexImage image)
    {
        try
        {
            return new HnswSearch
            {
                Metric = (Metric)image.Number((int)Sizes.Metric, 0, 2, "metric"),
                Links = (int)image.Number((int)Sizes.Links, 2, 128, "links"),
                BuildEffort = (int)image.Number((int)Sizes.BuildEffort, 1, 100_000, "build effort"),
                SearchEffort = (int)image.Number((int)Sizes.SearchEffort, 1, 1_000_000, "search effort"),
                Compression = (Compression)image.Number((int)Sizes.Compression, 0, 2, "compression"),
                Rerank = BitConverter.Int64BitsToDouble(image.Number((int)Sizes.Rerank, long.MinValue, long.MaxValue, "re-ranking")),
            };
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException($"An index holds an option that cannot be: {error.Message} The file is damaged; build the index again.");
        }
    }

    private static unsafe ICodec? Codec(IndexImage image, int at, Compression compression, int dimension, bool dot)
    {
        var mean = image.Section(at, compression == Compression.None ? 0 : (long)dimension * sizeof(float), "means");
        var values = new ReadOnlySpan<float>(mean.Pointer, compression == Compression.None ? 0 : dimension).ToArray();
        GC.KeepAlive(mean);
        return HnswWriter.CodecFor(compression, values, dot);
    }
}
