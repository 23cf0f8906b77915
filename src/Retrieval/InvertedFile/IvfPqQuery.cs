using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.InvertedFile;

/// <summary>One search of an inverted file: finds by codes, cell after cell.</summary>
internal static unsafe class IvfPqQuery
{
    /// <summary>Collects the slots nearest by code.</summary>
    /// <param name="cells">Cells and codes.</param>
    /// <param name="slots">Vectors and ids.</param>
    /// <param name="query">In its kept form.</param>
    /// <param name="dot">Minus products instead of squared distances.</param>
    /// <param name="effort">Cells to look through.</param>
    /// <param name="least">Go on to further cells until so many are found.</param>
    /// <param name="limit">Keep so many.</param>
    /// <param name="filter">Which ids may be kept.</param>
    /// <param name="scratch">Memory; the answer is in its found list.</param>
    public static void Run(Cells cells, SlotState slots, float* query, bool dot, int effort, int least, int limit, IdFilter? filter, SearchScratch scratch)
    {
        var (found, near) = (scratch.Found, scratch.Beam);
        found.Reset(Math.Max(1, limit));
        effort = Math.Min(effort, cells.Count);
        Nearest(cells, slots.Stride, query, dot, effort, near);
        Scan(0);
        if (found.Count >= least || effort == cells.Count)
            return;
        Nearest(cells, slots.Stride, query, dot, cells.Count, near);
        for (var i = effort; i < near.Count && found.Count < least; i++)
            Look(near.Keys[i]);

        void Scan(int from)
        {
            for (var i = from; i < near.Count; i++)
                Look(near.Keys[i]);
        }

        void Look(ulong key) => Cell(cells, slots, query, dot, NearestList.SlotOf(key), NearestList.DistanceOf(key), filter, scratch);
    }

    private static void Nearest(Cells cells, int stride, float* query, bool dot, int count, NearestList near)
    {
        near.Reset(count);
        for (var cell = 0; cell < cells.Count; cell++)
            near.Add(dot ? -FloatKernels.Dot(query, cells.CenterOf(cell), stride) : FloatKernels.SquaredEuclidean(query, cells.CenterOf(cell), stride), cell);
    }

    private static void Cell(Cells cells, SlotState slots, float* query, bool dot, int cell, float far, IdFilter? filter, SearchScratch scratch)
    {
        var (quantizer, list, found) = (cells.Quantizer, cells.ListOf(cell), scratch.Found);
        var count = list.Count;
        if (count == 0)
            return;
        // Room: the residual, the table in floats, the table in bytes.
        var entries = quantizer.Parts * ProductQuantizer.Centers;
        var residual = (float*)scratch.CodeRoom(((quantizer.Length + entries) * sizeof(float)) + entries);
        var floats = residual + quantizer.Length;
        var table = (byte*)(floats + entries);
        if (dot)
        {
            new ReadOnlySpan<float>(query, slots.Dimension).CopyTo(new Span<float>(residual, quantizer.Length));
            new Span<float>(residual + slots.Dimension, quantizer.Length - slots.Dimension).Clear();
        }
        else
            cells.Residual(query, cell, new Span<float>(residual, quantizer.Length));
        var step = quantizer.Table(residual, dot, floats, table, out var offset);
        offset += dot ? far : 0;
        var sums = stackalloc ushort[FastScan.Group];
        for (var first = 0; first < count; first += FastScan.Group)
        {
            FastScan.Sum(list.Codes + FastScan.Bytes(first, quantizer.Parts), table, quantizer.Parts, sums);
            var worst = found.Count == found.Limit ? NearestList.DistanceOf(found.Worst) : float.PositiveInfinity;
            for (var i = 0; i < Math.Min(FastScan.Group, count - first); i++)
            {
                var distance = offset + (step * sums[i]);
                if (!(distance <= worst))
                    continue;
                var slot = list.SlotAt(first + i);
                if ((uint)slot < (uint)slots.Capacity && slots.IsAlive(slot) && (filter is null || filter.Contains(slots.IdOf(slot))))
                    found.Add(distance, slot);
            }
        }

        GC.KeepAlive(list);
    }
}
