using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Numerics.Tests.LinearAlgebra;

public sealed class PenalizedQuadraticTests
{
    /// <summary>At the minimum the gradient of the smooth part balances the penalty: the conditions of Karush, Kuhn and Tucker.</summary>
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.0, 2.0)]
    [InlineData(1.5, 0.0)]
    [InlineData(1.5, 2.0)]
    [InlineData(1e6, 0.0)]
    public void Minimum_satisfies_the_optimality_conditions(double l1, double l2)
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var (stream, size) = (new Seed(seed).Stream(), 1 + (int)(seed % 9));
            var matrix = Gram(stream, size, size + 3);
            double[] vector = [.. Enumerable.Range(0, size).Select(_ => stream.NextGaussian(0, 5))];
            double[] ones = [.. Enumerable.Repeat(l1, size)], squares = [.. Enumerable.Repeat(l2, size)], x = new double[size];
            PenalizedQuadratic.Minimize(matrix, vector, ones, squares, x);
            for (var i = 0; i < size; i++)
            {
                var slope = (l2 * x[i]) - vector[i];
                for (var j = 0; j < size; j++)
                    slope += matrix[(i * size) + j] * x[j];
                if (x[i] == 0)
                    Assert.InRange(Math.Abs(slope), 0, l1 + 1e-7);
                else
                    Assert.Equal(-l1 * Math.Sign(x[i]), slope, 1e-6);
            }
        }
    }

    [Fact]
    public void Where_it_starts_does_not_matter()
    {
        var stream = new Seed(3).Stream();
        var matrix = Gram(stream, 6, 12);
        double[] vector = [1, -2, 3, -4, 5, -6], l1 = [.. Enumerable.Repeat(0.7, 6)], l2 = new double[6], a = new double[6], b = [9, 9, 9, -9, -9, -9];
        PenalizedQuadratic.Minimize(matrix, vector, l1, l2, a);
        PenalizedQuadratic.Minimize(matrix, vector, l1, l2, b);
        for (var i = 0; i < 6; i++)
            Assert.Equal(a[i], b[i], 1e-8);
    }

    internal static double[] Gram(RandomStream stream, int size, int rows)
    {
        var (x, matrix) = (new double[rows * size], new double[size * size]);
        for (var i = 0; i < x.Length; i++)
            x[i] = stream.NextGaussian();
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                for (var row = 0; row < rows; row++)
                    matrix[(i * size) + j] += x[(row * size) + i] * x[(row * size) + j];
        return matrix;
    }
}
