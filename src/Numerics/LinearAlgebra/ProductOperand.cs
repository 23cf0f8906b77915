namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>A matrix in memory as a product sees it: element (i, j) lies at Origin[i·RowStride + j·ColumnStride], so that a transpose costs nothing.</summary>
internal readonly unsafe struct ProductOperand<T>(T* origin, nint rowStride, nint columnStride, Triangle shape = Triangle.None) where T : unmanaged
{
    public readonly T* Origin = origin;

    public readonly nint RowStride = rowStride;

    public readonly nint ColumnStride = columnStride;

    /// <summary>Which half may hold numbers other than 0. Blocks that lie wholly in the other half are not multiplied; there zeros must stand.</summary>
    public readonly Triangle Shape = shape;

    public T* At(nint row, nint column) => Origin + (row * RowStride) + (column * ColumnStride);
}
