using Bellwether.Data.Models;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.InvertedFile;

/// <summary>Learns cells from a sample, codes from the residuals of a part of it, and puts all vectors into their cells.</summary>
internal static unsafe class IvfPqBuild
{
    private const int Iterations = 10, CodeSample = 4096;

    public static IvfPqIndex Run(IvfPqSearch recipe, SlotState slots, FitContext context)
    {
        var (n, stride, dimension) = (slots.Count, slots.Stride, slots.Dimension);
        var count = Math.Min(n, recipe.Cells > 0 ? recipe.Cells : (int)Math.Ceiling(Math.Sqrt(n)));
        var width = Math.Max(recipe.Width, (dimension + ProductQuantizer.MostParts - 1) / ProductQuantizer.MostParts);
        var drawn = new int[n];
        for (var i = 0; i < n; i++)
            drawn[i] = i;
        context.Seed.Derive("sample").Stream().Shuffle<int>(drawn);
        var sample = Sample(slots, drawn.AsSpan(0, (int)Math.Min(n, (long)count * recipe.TrainingPerCell)), out var sampled);
        var centers = new Block((long)count * stride * sizeof(float));
        Lloyd.Train((float*)sample.Pointer, sampled, stride, (float*)centers.Pointer, count, Iterations, context.Seed.Derive("cells"), context);
        context.Progress?.Report(0.3);
        var coded = Math.Min(sampled, CodeSample);
        Subtract(sample, coded, stride, centers, count, context);
        var quantizer = ProductQuantizer.Train((float*)sample.Pointer, coded, stride, dimension, width, context with { Seed = context.Seed.Derive("codes") });
        context.Progress?.Report(0.5);
        GC.KeepAlive(sample);
        var lists = new InvertedList[count];
        for (var cell = 0; cell < count; cell++)
            lists[cell] = new InvertedList(quantizer.Parts, FastScan.Group);
        var cells = new Cells(stride, dimension, centers, quantizer, lists);
        Fill(cells, slots, context);
        return new IvfPqIndex(recipe with { Cells = count, Width = width }, slots, cells);
    }

    private static Block Sample(SlotState slots, ReadOnlySpan<int> drawn, out int count)
    {
        count = drawn.Length;
        var sample = new Block((long)count * slots.Stride * sizeof(float));
        for (var i = 0; i < count; i++)
            new ReadOnlySpan<float>(slots.VectorOf(drawn[i]), slots.Stride).CopyTo(new Span<float>((float*)sample.Pointer + ((long)i * slots.Stride), slots.Stride));
        return sample;
    }

    private static void Subtract(Block sample, int n, int stride, Block centers, int count, FitContext context)
    {
        var nearest = new int[n];
        Lloyd.Assign((float*)sample.Pointer, n, stride, (float*)centers.Pointer, count, nearest, context);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < stride; j++)
                ((float*)sample.Pointer)[((long)i * stride) + j] -= ((float*)centers.Pointer)[((long)nearest[i] * stride) + j];
    }

    /// <summary>Cells and codes are found in parallel; lists are filled in the order of slots.</summary>
    private static void Fill(Cells cells, SlotState slots, FitContext context)
    {
        var (nearest, codes, parts) = (new int[slots.Count], new Block((long)slots.Count * cells.Quantizer.Parts), cells.Quantizer.Parts);
        Lloyd.Assign((float*)slots.Vectors.Pointer, slots.Count, slots.Stride, (float*)cells.Centers.Pointer, cells.Count, nearest, context);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        Parallel.For(0, slots.Count, parallel, slot => cells.Encode(slots.VectorOf(slot), nearest[slot], new Span<byte>(codes.Pointer + ((long)slot * parts), parts)));
        for (var slot = 0; slot < slots.Count; slot++)
            cells.Add(nearest[slot], slot, new ReadOnlySpan<byte>(codes.Pointer + ((long)slot * parts), parts));
        GC.KeepAlive(codes);
        context.Progress?.Report(1);
    }
}
