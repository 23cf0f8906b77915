using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.InvertedFile;

/// <summary>Inverted files as images: the slots, the centers, the codebooks, where each cell begins, its slots, its codes.</summary>
internal static unsafe class IvfPqFormat
{
    private enum Sizes
    {
        Dimension, Metric, Count, Cells, Width, SearchEffort, Rerank, TrainingPerCell, Listed, Groups,
    }

    public static IndexImage Image(IvfPqSearch recipe, SlotState slots, Cells cells)
    {
        var (listed, groups) = (0L, 0L);
        var starts = new long[(2 * cells.Count) + 2];
        for (var cell = 0; cell < cells.Count; cell++)
        {
            var count = cells.ListOf(cell).Count;
            listed += count;
            groups += FastScan.Bytes(count, 1) / 16;
            (starts[(2 * cell) + 2], starts[(2 * cell) + 3]) = (listed, groups);
        }

        var parts = cells.Quantizer.Parts;
        var (places, codes) = (new Block(listed * sizeof(int)), new Block(groups * parts * 16));
        for (var cell = 0; cell < cells.Count; cell++)
            cells.ListOf(cell).CopyTo((int*)places.Pointer + starts[2 * cell], codes.Pointer + (starts[(2 * cell) + 1] * parts * 16));
        long[] numbers =
        [
            slots.Dimension, (long)recipe.Metric, slots.Count, cells.Count, cells.Quantizer.Width, recipe.SearchEffort, BitConverter.DoubleToInt64Bits(recipe.Rerank), recipe.TrainingPerCell, listed, groups,
        ];
        return new IndexImage(IvfPqIndex.FormatName, numbers, [.. SlotSections.Of(slots), cells.Centers, cells.Quantizer.Codebooks, Block.Of<long>(starts), places, codes]);
    }

    public static IvfPqIndex Read(ModelReader reader) => Open(IndexImage.Read(reader, IvfPqIndex.FormatName));

    public static IvfPqIndex Open(IndexImage image)
    {
        var dimension = (int)image.Number((int)Sizes.Dimension, 1, 1 << 16, "dimension");
        var count = (int)image.Number((int)Sizes.Count, 0, int.MaxValue - 64L, "number of slots");
        var cells = (int)image.Number((int)Sizes.Cells, 1, 1 << 20, "number of cells");
        var least = (dimension + ProductQuantizer.MostParts - 1) / ProductQuantizer.MostParts;
        var width = (int)image.Number((int)Sizes.Width, least, Math.Max(64, least), "width of parts");
        var parts = ProductQuantizer.PartsFor(dimension, width);
        var listed = image.Number((int)Sizes.Listed, 0, count, "number of codes");
        var groups = image.Number((int)Sizes.Groups, 0, listed, "number of groups of codes");
        var recipe = Recipe(image, cells, width);
        var slots = SlotSections.Read(image, dimension, count);
        var centers = image.Section(4, (long)cells * slots.Stride * sizeof(float), "centers");
        var codebooks = image.Section(5, ProductQuantizer.CodebookBytes(parts, width), "codebooks");
        var starts = image.Section(6, ((2L * cells) + 2) * sizeof(long), "beginnings of cells");
        var places = image.Section(7, listed * sizeof(int), "slots of cells");
        var codes = image.Section(8, groups * parts * 16, "codes");
        var lists = new InvertedList[cells];
        for (var cell = 0; cell < cells; cell++)
        {
            var at = (long*)starts.Pointer + (2 * cell);
            var (size, group) = (at[2] - at[0], at[3] - at[1]);
            if (at[0] < 0 || size < 0 || at[2] > listed || at[1] < 0 || at[3] > groups || group != (size + FastScan.Group - 1) / FastScan.Group)
                throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"Cell {cell} of an inverted file must lie within its codes, but does not. The file is damaged; build the index again."));
            lists[cell] = new InvertedList(parts, (int)size, (int)size, Part(places, at[0] * sizeof(int), size * sizeof(int)), Part(codes, at[1] * parts * 16, group * parts * 16));
        }

        GC.KeepAlive(starts);
        return new IvfPqIndex(recipe, slots, new Cells(slots.Stride, dimension, centers, new ProductQuantizer(parts, width, codebooks), lists));
    }

    private static Block Part(Block block, long from, long length) => new(block.Pointer + from, length, block);

    private static IvfPqSearch Recipe(IndexImage image, int cells, int width)
    {
        try
        {
            return new IvfPqSearch
            {
                Metric = (Metric)image.Number((int)Sizes.Metric, 0, 2, "metric"),
                Cells = cells,
                Width = Math.Min(64, width),
                SearchEffort = (int)image.Number((int)Sizes.SearchEffort, 1, 1 << 20, "search effort"),
                Rerank = BitConverter.Int64BitsToDouble(image.Number((int)Sizes.Rerank, long.MinValue, long.MaxValue, "re-ranking")),
                TrainingPerCell = (int)image.Number((int)Sizes.TrainingPerCell, 1, 100_000, "training vectors per cell"),
            };
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException($"An index holds an option that cannot be: {error.Message} The file is damaged; build the index again.");
        }
    }
}
