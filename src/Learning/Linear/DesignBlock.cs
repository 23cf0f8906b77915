using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bellwether.Data.Training;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Linear;

/// <summary>A few hundred rows as columns of a <see cref="Design"/>: dense columns one after the other, and for each categorical feature the place of its 1.</summary>
/// <remarks>Column after column, so that every sum over rows runs through neighbouring numbers. A block that is not full ends in zeros, so that no loop has a
/// tail. All sums have a fixed shape: the same bits with any instruction set.</remarks>
internal sealed class DesignBlock(Design design, Dataset rows)
{
    /// <summary>Rows in a block: 28 columns of them fit the first cache.</summary>
    public const int Size = 256;

    private readonly double[] _dense = Ones(design.Dense);
    private readonly double[] _weighted = new double[design.Dense * Size];
    private readonly double[] _byRow = new double[design.Categorical > 0 ? design.Dense * Size : 0];
    private readonly int[] _places = new int[design.Categorical * Size];

    /// <summary>Takes rows <paramref name="from"/> up to <paramref name="from"/> + <paramref name="count"/>, at most <see cref="Size"/>.</summary>
    public void Read(int from, int count)
    {
        var category = 0;
        for (var feature = 0; feature < design.Schema.Count; feature++)
        {
            var source = rows.Column(feature).Slice(from, count);
            if (design.Codes(feature) is null)
            {
                var column = _dense.AsSpan(design.FirstColumn(feature) * Size, Size);
                Centre(source, design.Mean(feature), design.InverseScale(feature), column);
                column[count..].Clear();
                continue;
            }

            var places = _places.AsSpan(category++ * Size, Size);
            for (var row = 0; row < count; row++)
                places[row] = design.Encode(feature, source[row]).Column;
            places[count..].Fill(-1);
        }
    }

    /// <summary>Writes the products of all rows (Size) with the coefficients.</summary>
    public void Scores(ReadOnlySpan<double> coefficients, Span<double> scores)
    {
        scores.Fill(coefficients[0]);
        for (var column = 1; column < design.Dense; column++)
            DenseVectors.AddScaled(Column(column), coefficients[column], scores);
        for (var category = 0; category < design.Categorical; category++)
        {
            var places = _places.AsSpan(category * Size, Size);
            for (var row = 0; row < places.Length; row++)
                if (places[row] >= 0)
                    scores[row] += coefficients[places[row]];
        }
    }

    /// <summary>Adds Xᵀ pull to the vector; beyond the rows taken, pull (Size) is 0.</summary>
    public void AddPull(ReadOnlySpan<double> pull, Span<double> vector)
    {
        for (var column = 0; column < design.Dense; column++)
            vector[column] += DenseVectors.Dot(Column(column), pull);
        for (var category = 0; category < design.Categorical; category++)
        {
            var places = _places.AsSpan(category * Size, Size);
            for (var row = 0; row < places.Length; row++)
                if (places[row] >= 0)
                    vector[places[row]] += pull[row];
        }
    }

    /// <summary>Adds Xᵀ W X to the lower triangle of the matrix; beyond the rows taken, weights (Size) are 0.</summary>
    public void AddCurvature(ReadOnlySpan<double> weights, Span<double> matrix)
    {
        for (var column = 0; column < design.Dense; column++)
        {
            var source = Column(column);
            var target = _weighted.AsSpan(column * Size, Size);
            for (var row = 0; row < Size; row++)
                target[row] = source[row] * weights[row];
        }

        for (var i = 0; i < design.Dense; i += 4)
            for (var j = 0; j < i + 4 && j < design.Dense; j += 2)
                AddTile(i, j, matrix);
        if (design.Categorical > 0)
            AddCategories(weights, matrix);
    }

    private ReadOnlySpan<double> Column(int column) => _dense.AsSpan(column * Size, Size);

    /// <summary>Entries i to i + 3, j to j + 1: eight sums that share their loads.</summary>
    private void AddTile(int i, int j, Span<double> matrix)
    {
        var last = design.Dense - 1;
        ref var a = ref MemoryMarshal.GetArrayDataReference(_weighted);
        ref var b = ref MemoryMarshal.GetArrayDataReference(_dense);
        var (a0, a1, a2, a3) = (At(i), At(Math.Min(i + 1, last)), At(Math.Min(i + 2, last)), At(Math.Min(i + 3, last)));
        var (b0, b1) = (At(j), At(Math.Min(j + 1, last)));
        Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        for (nuint row = 0; row < Size; row += 4)
        {
            var (x0, x1) = (Vector256.LoadUnsafe(ref b, b0 + row), Vector256.LoadUnsafe(ref b, b1 + row));
            var w = Vector256.LoadUnsafe(ref a, a0 + row);
            (s00, s01) = (s00 + (w * x0), s01 + (w * x1));
            w = Vector256.LoadUnsafe(ref a, a1 + row);
            (s10, s11) = (s10 + (w * x0), s11 + (w * x1));
            w = Vector256.LoadUnsafe(ref a, a2 + row);
            (s20, s21) = (s20 + (w * x0), s21 + (w * x1));
            w = Vector256.LoadUnsafe(ref a, a3 + row);
            (s30, s31) = (s30 + (w * x0), s31 + (w * x1));
        }

        Put(matrix, i, j, s00, s01);
        Put(matrix, i + 1, j, s10, s11);
        Put(matrix, i + 2, j, s20, s21);
        Put(matrix, i + 3, j, s30, s31);

        static nuint At(int column) => (nuint)(column * Size);
    }

    private void Put(Span<double> matrix, int i, int j, Vector256<double> first, Vector256<double> second)
    {
        if (i >= design.Dense || j > i)
            return;
        matrix[(i * design.Columns) + j] += first[0] + first[1] + (first[2] + first[3]);
        if (j < i)
            matrix[(i * design.Columns) + j + 1] += second[0] + second[1] + (second[2] + second[3]);
    }

    private void AddCategories(ReadOnlySpan<double> weights, Span<double> matrix)
    {
        var (dense, size) = (design.Dense, design.Columns);
        for (var column = 0; column < dense; column++)
            for (var row = 0; row < Size; row++)
                _byRow[(row * dense) + column] = _weighted[(column * Size) + row];
        for (var row = 0; row < Size; row++)
            for (var category = 0; category < design.Categorical; category++)
            {
                if (_places[(category * Size) + row] is var place && place < 0)
                    continue;
                var line = matrix.Slice(place * size, size);
                DenseVectors.AddScaled(_byRow.AsSpan(row * dense, dense), 1, line[..dense]);
                for (var other = 0; other <= category; other++)
                    if (_places[(other * Size) + row] is >= 0 and var at)
                        line[at] += weights[row];
            }
    }

    private static void Centre(ReadOnlySpan<double> source, double mean, double inverseScale, Span<double> target)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var limit = Vector256.Create(double.MaxValue);
        nuint at = 0, end = (nuint)source.Length;
        for (; at + 4 <= end; at += 4)
        {
            var value = Vector256.LoadUnsafe(ref from, at);
            var centred = (value - Vector256.Create(mean)) * inverseScale;
            (centred & Vector256.LessThanOrEqual(Vector256.Abs(value), limit)).StoreUnsafe(ref to, at);
        }

        for (; at < end; at++)
            target[(int)at] = double.IsFinite(source[(int)at]) ? (source[(int)at] - mean) * inverseScale : 0;
    }

    private static double[] Ones(int columns)
    {
        var dense = new double[columns * Size];
        dense.AsSpan(0, Size).Fill(1);
        return dense;
    }
}
