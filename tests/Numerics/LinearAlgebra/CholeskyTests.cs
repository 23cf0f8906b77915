using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Numerics.Tests.LinearAlgebra;

public sealed class CholeskyTests
{
    [Fact]
    public void Solution_gives_back_the_right_side()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var (stream, size) = (new Seed(seed).Stream(), 1 + (int)(seed % 12));
            var matrix = PenalizedQuadraticTests.Gram(stream, size, size + 5);
            double[] b = [.. Enumerable.Range(0, size).Select(_ => stream.NextGaussian())], x = [.. b];
            var factor = Cholesky.Factor(matrix, size);
            factor.Solve(x);
            Assert.Equal(0, factor.Dropped);
            for (var i = 0; i < size; i++)
                Assert.Equal(b[i], Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * x[j]), 1e-8);
        }
    }

    [Fact]
    public void A_dependent_row_is_left_out_and_the_rest_solved()
    {
        // columns a, 3a, b of least squares: the second is dropped
        double[] a = [1, 2, 3, 4], b = [1, -1, 1, 2], y = [5, 3, 11, 16];
        double[][] columns = [a, [.. a.Select(v => 3 * v)], b];
        double[] matrix = [.. columns.SelectMany(p => columns.Select(q => p.Zip(q, (u, v) => u * v).Sum()))];
        double[] x = [.. columns.Select(p => p.Zip(y, (u, v) => u * v).Sum())], alone = [x[0], x[2]];
        var factor = Cholesky.Factor(matrix, 3);
        factor.Solve(x);
        Cholesky.Factor([matrix[0], matrix[2], matrix[6], matrix[8]], 2).Solve(alone);
        Assert.Equal(1, factor.Dropped);
        Assert.Equal([alone[0], 0, alone[1]], x);
    }

    [Fact]
    public void Lengths_are_checked() => Assert.Throws<ArgumentException>(() => Cholesky.Factor([1, 2, 3], 2));
}
