using System.Globalization;
using Bellwether.Data.Formats;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>The slots as the first sections of an image.</summary>
internal static class SlotSections
{
    /// <summary>How many sections they take.</summary>
    public const int Count = 4;

    public static Block[] Of(SlotState slots)
    {
        long count = slots.Count;
        return
        [
            IndexImage.Cut(slots.Vectors, count * slots.Stride * sizeof(float)), IndexImage.Cut(slots.Ids, count * sizeof(long)), IndexImage.Cut(slots.Dead, count),
            slots.Rebuilt(slots.Count).Entries,
        ];
    }

    /// <exception cref="ModelFormatException">A section has a wrong length, or a thorough look found something that cannot be.</exception>
    public static SlotState Read(IndexImage image, int dimension, int count)
    {
        var slots = new SlotState(dimension, count, count, image.Section(0, (long)count * FloatKernels.Padded(dimension) * sizeof(float), "vectors"), image.Section(1, (long)count * sizeof(long), "ids"),
            image.Section(2, count, "marks of the dead"), new IdTable(image.Section(3, IdTable.SizeFor(count) * (long)sizeof(int), "entries of the id table")));
        if (image.IsThorough)
            Verify(slots);
        return slots;
    }

    /// <summary>Reads every byte that a search may stumble over: numbers that are not finite, marks that are neither 0 nor 1, ids that are not found.</summary>
    /// <exception cref="ModelFormatException">There is one.</exception>
    private static unsafe void Verify(SlotState slots)
    {
        for (var slot = 0; slot < slots.Count; slot++)
        {
            foreach (var value in new ReadOnlySpan<float>(slots.VectorOf(slot), slots.Stride))
                if (!float.IsFinite(value))
                    throw Wrong(slot, $"holds {value}");
            if (slots.Dead.Pointer[slot] > 1)
                throw Wrong(slot, "is neither alive nor dead");
            if (slots.IsAlive(slot) && slots.Find(slots.IdOf(slot)) != slot)
                throw Wrong(slot, "is not found by its id");
        }

        GC.KeepAlive(slots);
    }

    private static ModelFormatException Wrong(int slot, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Slot {slot} of an index {what}, which no index that was written whole does. The file is damaged; build the index again."));
}
