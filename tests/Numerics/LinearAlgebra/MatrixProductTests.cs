using System.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Numerics.Tests.LinearAlgebra;

/// <summary>Products and factors against slow obvious versions. The product agrees bit for bit, with any instruction set and any number of threads.</summary>
public sealed class MatrixProductTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 7, 3 }, { 8, 24, 256 }, { 9, 25, 257 }, { 5, 50, 700 }, { 33, 17, 0 }, { 150, 97, 31 }, { 3, 3100, 5 }, { 300, 49, 513 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Multiply_equals_the_plain_loop_bit_for_bit(int rows, int columns, int depth)
    {
        Compare<double>(rows, columns, depth);
        Compare<float>(rows, columns, depth);
    }

    [Fact]
    public void Gram_is_the_product_with_its_transpose()
    {
        const int Width = 77;
        var x = Numbers<double>(301 * Width, 5);
        var (expected, actual) = (new double[Width * Width], new double[Width * Width]);
        MatrixProduct.Multiply<double>(x, x, expected, Width, Width, 301, transposeA: true);
        MatrixProduct.Gram<double>(x, Width, actual, threads: 3);
        Assert.Equal(expected, actual);
    }

    [Theory, InlineData(1), InlineData(5), InlineData(128), InlineData(129), InlineData(300), InlineData(517)]
    public void Factor_and_inverse_undo_the_matrix(int size)
    {
        var matrix = Spd(size);
        var factor = (double[])matrix.Clone();
        Assert.True(PositiveDefinite.Factor<double>(factor, size, threads: 2));
        var product = new double[size * size];
        MatrixProduct.Multiply<double>(factor, factor, product, size, size, size, transposeB: true);
        for (var i = 0; i < product.Length; i++)
            Assert.Equal(matrix[i], product[i], 1e-11 * size);

        var inverse = (double[])matrix.Clone();
        Assert.True(PositiveDefinite.Invert<double>(inverse, size, threads: 2));
        MatrixProduct.Multiply<double>(matrix, inverse, product, size, size, size);
        for (var i = 0; i < product.Length; i++)
            Assert.Equal(i % (size + 1) == 0 ? 1 : 0, product[i], 1e-10 * size);

        double[] x = Numbers<double>(size, 3), b = new double[size];
        MatrixProduct.Multiply<double>(matrix, x, b, size, 1, size);
        PositiveDefinite.Solve<double>(factor, size, b);
        for (var i = 0; i < size; i++)
            Assert.Equal(x[i], b[i], 1e-10 * size);
    }

    [Fact]
    public void Factor_and_inverse_have_the_same_bits_at_any_number_of_threads()
    {
        float[] one = [.. Spd(390).Select(v => (float)v)], three = (float[])one.Clone();
        Assert.True(PositiveDefinite.Invert<float>(one, 390));
        Assert.True(PositiveDefinite.Invert<float>(three, 390, threads: 3));
        Assert.Equal(one, three);
    }

    [Fact]
    public void Factor_reads_the_lower_half_only()
    {
        var (whole, half) = (Spd(200), Spd(200));
        for (var i = 0; i < 200; i++)
            half.AsSpan((i * 200) + i + 1, 199 - i).Fill(double.NaN);
        Assert.True(PositiveDefinite.Factor<double>(whole, 200));
        Assert.True(PositiveDefinite.Factor<double>(half, 200));
        Assert.Equal(whole, half);
    }

    [Fact]
    public void Factor_says_when_a_matrix_is_not_positive_definite()
    {
        Assert.False(PositiveDefinite.Factor<double>([1, 2, 2, 1], 2));
        Assert.False(PositiveDefinite.Factor<double>([0], 1));
        Assert.False(PositiveDefinite.Factor<double>([double.NaN], 1));
        var late = Spd(300);
        late[(290 * 300) + 290] = -1;
        Assert.False(PositiveDefinite.Invert<double>(late, 300, threads: 2));
    }

    [Fact]
    public void Shapes_that_do_not_agree_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply<double>(new double[5], new double[6], new double[4], 2, 2, 3));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Gram<double>(new double[5], 2, new double[4]));
        Assert.Throws<NotSupportedException>(() => MatrixProduct.Multiply<Half>(new Half[1], new Half[1], new Half[1], 1, 1, 1));
    }

    [Fact]
    public void Products_stop_when_asked()
    {
        var canceled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => MatrixProduct.Multiply<double>(new double[4], new double[4], new double[4], 2, 2, 2, cancellationToken: canceled));
    }

    private static void Compare<T>(int rows, int columns, int depth) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (a, b) = (Numbers<T>(rows * depth, 1), Numbers<T>(depth * columns, 2));
        var expected = Plain<T>(a, b, rows, columns, depth);
        foreach (var threads in new[] { 1, 2, 3 })
            foreach (var (ta, tb) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                var c = Numbers<T>(rows * columns, 3);
                MatrixProduct.Multiply<T>(ta ? Transpose(a, rows, depth) : a, tb ? Transpose(b, depth, columns) : b, c, rows, columns, depth, ta, tb, threads);
                Assert.Equal(expected, c);
            }
    }

    private static T[] Plain<T>(T[] a, T[] b, int rows, int columns, int depth) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new T[rows * columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                for (var start = 0; start < depth; start += 256)
                {
                    var sum = T.Zero;
                    for (var k = start; k < Math.Min(depth, start + 256); k++)
                        sum = T.FusedMultiplyAdd(a[(i * depth) + k], b[(k * columns) + j], sum);
                    c[(i * columns) + j] += sum;
                }

        return c;
    }

    private static T[] Transpose<T>(T[] matrix, int rows, int columns)
    {
        var result = new T[matrix.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                result[(j * rows) + i] = matrix[(i * columns) + j];
        return result;
    }

    private static T[] Numbers<T>(int count, ulong seed) where T : IBinaryFloatingPointIeee754<T>
    {
        var stream = new Seed(seed).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(stream.NextGaussian()))];
    }

    private static double[] Spd(int size)
    {
        var gram = new double[size * size];
        MatrixProduct.Gram<double>(Numbers<double>(size * (size + 3), 7), size, gram);
        for (var i = 0; i < size; i++)
            gram[(i * size) + i] += size * 0.5;
        return gram;
    }
}
