using System.Runtime.CompilerServices;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.InvertedFile;

/// <summary>The cells of an index and how residuals are coded: what was learned, and the lists of the moment.</summary>
internal sealed unsafe class Cells(int stride, int dimension, Block centers, ProductQuantizer quantizer, InvertedList[] lists)
{
    private readonly InvertedList[] _lists = lists;

    public int Count => _lists.Length;

    public Block Centers { get; } = centers;

    public ProductQuantizer Quantizer { get; } = quantizer;

    public float* CenterOf(int cell) => (float*)Centers.Pointer + ((long)cell * stride);

    public InvertedList ListOf(int cell) => Volatile.Read(ref _lists[cell]);

    public int Nearest(float* vector) => Lloyd.Nearest(vector, stride, (float*)Centers.Pointer, Count);

    /// <summary>Writes a vector's distance from a cell's center, in parts.</summary>
    public void Residual(float* vector, int cell, Span<float> parts)
    {
        var center = CenterOf(cell);
        for (var i = 0; i < dimension; i++)
            parts[i] = vector[i] - center[i];
        parts[dimension..].Clear();
    }

    /// <summary>Writes the code of a vector in a cell.</summary>
    [SkipLocalsInit]
    public void Encode(float* vector, int cell, Span<byte> code)
    {
        Span<float> residual = stackalloc float[Quantizer.Length];
        Residual(vector, cell, residual);
        fixed (float* parts = residual)
            Quantizer.Encode(parts, code);
    }

    /// <summary>Writer only: adds a slot to the cell of its vector.</summary>
    public void Add(float* vector, int slot)
    {
        var cell = Nearest(vector);
        Span<byte> code = stackalloc byte[Quantizer.Parts];
        Encode(vector, cell, code);
        Add(cell, slot, code);
    }

    /// <summary>Writer only: adds a coded slot to a cell.</summary>
    public void Add(int cell, int slot, ReadOnlySpan<byte> code)
    {
        var list = _lists[cell];
        if (list.IsFull)
            list = list.Grown();
        list.Add(slot, code);
        Volatile.Write(ref _lists[cell], list);
    }

    /// <summary>Writer only: takes a slot out of the cell of its vector.</summary>
    public void Remove(float* vector, int slot)
    {
        var cell = Nearest(vector);
        if (_lists[cell].Holds(slot))
            Volatile.Write(ref _lists[cell], _lists[cell].Without(slot));
    }
}
