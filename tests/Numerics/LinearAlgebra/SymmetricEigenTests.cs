using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Numerics.Tests.LinearAlgebra;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(120)]
    public void Vectors_are_orthonormal_and_rebuild_the_matrix(int size)
    {
        var stream = new Seed(7).Stream();
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
                matrix[(i * size) + j] = matrix[(j * size) + i] = stream.NextGaussian() * 1e5;
        Check(matrix, size);
        Check(Gram(matrix, size, rank: Math.Max(1, size / 3)), size);
        Check(new double[size * size], size);
        var identity = new double[size * size];
        for (var i = 0; i < size; i++)
            identity[(i * size) + i] = 1;
        Check(identity, size);
    }

    [Fact]
    public void A_matrix_of_two_has_the_values_of_the_formula()
    {
        var eigen = SymmetricEigen.Decompose([2, 1, 1, 2], 2);
        Assert.Equal(3, eigen.Values[0], 1e-14);
        Assert.Equal(1, eigen.Values[1], 1e-14);
    }

    [Fact]
    public void Numbers_that_are_not_finite_and_wrong_lengths_are_refused()
    {
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, 0, double.NaN, 1], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, 0, 1], 2));
    }

    private static double[] Gram(double[] matrix, int size, int rank)
    {
        var gram = new double[size * size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                for (var k = 0; k < rank; k++)
                    gram[(i * size) + j] += matrix[(k * size) + i] * matrix[(k * size) + j];
        return gram;
    }

    private static void Check(double[] matrix, int size)
    {
        var eigen = SymmetricEigen.Decompose(matrix, size);
        var scale = matrix.Max(Math.Abs) + 1e-300;
        for (var i = 0; i < size; i++)
        {
            Assert.True(i == 0 || eigen.Values[i] <= eigen.Values[i - 1]);
            for (var j = 0; j < size; j++)
            {
                var (rebuilt, product) = (0.0, 0.0);
                for (var k = 0; k < size; k++)
                {
                    rebuilt += eigen.Values[k] * eigen.Vector(k)[i] * eigen.Vector(k)[j];
                    product += eigen.Vector(i)[k] * eigen.Vector(j)[k];
                }

                Assert.Equal(matrix[(i * size) + j] / scale, rebuilt / scale, 1e-12 * size);
                Assert.Equal(i == j ? 1 : 0, product, 1e-12 * size);
            }
        }
    }
}
