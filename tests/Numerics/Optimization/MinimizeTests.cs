using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Optimization;
using Bellwether.Numerics.Random;

namespace Bellwether.Numerics.Tests.Optimization;

public sealed class MinimizeTests
{
    /// <summary>Rosenbrock's valley in d dimensions: minimum 0 at all ones.</summary>
    private sealed class Valley(int dimension) : IObjective
    {
        public int Dimension => dimension;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var value = 0.0;
            gradient.Clear();
            for (var i = 0; i + 1 < x.Length; i++)
            {
                var (bend, gap) = (x[i + 1] - (x[i] * x[i]), 1 - x[i]);
                value += (100 * bend * bend) + (gap * gap);
                gradient[i] += (-400 * x[i] * bend) - (2 * gap);
                gradient[i + 1] += 200 * bend;
            }

            return value;
        }
    }

    /// <summary>Σ log(1 + exp(-aᵢᵀx)) + ½ |x|², and infinite far from zero.</summary>
    private sealed class Logistic(double[][] rows) : ICurvedObjective
    {
        private readonly double[] _point = new double[rows[0].Length];
        private double[] _settled = [];

        public int Dimension => rows[0].Length;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            x.CopyTo(_point);
            var value = 0.5 * DenseVectors.Dot(x, x);
            x.CopyTo(gradient);
            foreach (var row in rows)
            {
                var z = DenseVectors.Dot(row, x);
                value += Math.Max(0, -z) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
                DenseVectors.AddScaled(row, -1 / (1 + Math.Exp(z)), gradient);
            }

            return DenseVectors.Norm(x) > 50 ? double.PositiveInfinity : value;
        }

        public void Settle(Span<double> diagonal)
        {
            _settled = [.. _point];
            var unit = new double[Dimension];
            var product = new double[Dimension];
            for (var i = 0; i < unit.Length; i++)
            {
                unit.AsSpan().Clear();
                unit[i] = 1;
                HessianProduct(unit, product);
                diagonal[i] = product[i];
            }
        }

        public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product)
        {
            direction.CopyTo(product);
            foreach (var row in rows)
            {
                var p = 1 / (1 + Math.Exp(-DenseVectors.Dot(row, _settled)));
                DenseVectors.AddScaled(row, p * (1 - p) * DenseVectors.Dot(row, direction), product);
            }
        }
    }

    [Theory, InlineData(2), InlineData(10), InlineData(200)]
    public void Lbfgs_finds_the_bottom_of_the_valley(int dimension)
    {
        var point = new double[dimension];
        for (var i = 0; i < dimension; i++)
            point[i] = i % 2 == 0 ? -1.2 : 1;
        var minimum = new Lbfgs { Tolerance = 1e-9, MaxIterations = 5_000 }.Minimize(new Valley(dimension), point);
        Assert.True(minimum.Converged, minimum.ToString());
        Assert.InRange(minimum.Gradient, 0, 1e-9);
        if (dimension == 2)
            Assert.All(point, x => Assert.Equal(1, x, 1e-6));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Both_methods_find_the_same_minimum(int seed)
    {
        var stream = new Seed((ulong)seed).Stream();
        double[][] rows = [.. Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 8).Select(c => stream.NextGaussian(0.2, Math.Pow(3, c - 4))).ToArray())];
        var (a, b) = (new double[8], new double[8]);
        var quasi = new Lbfgs { Tolerance = 1e-8 }.Minimize(new Logistic(rows), a);
        var newton = new TrustRegionNewton { Tolerance = 1e-8 }.Minimize(new Logistic(rows), b);
        Assert.True(quasi.Converged && newton.Converged, $"{quasi} {newton}");
        Assert.Equal(quasi.Value, newton.Value, 1e-9);
        for (var i = 0; i < a.Length; i++)
            Assert.Equal(a[i], b[i], 1e-6);
    }

    [Fact]
    public void A_start_that_is_not_finite_is_refused_and_a_token_stops()
    {
        double[][] rows = [[1, 2], [2, -1]];
        Assert.Throws<ArgumentException>(() => new Lbfgs().Minimize(new Logistic(rows), new double[] { 1e3, 0 }));
        Assert.Throws<ArgumentException>(() => new TrustRegionNewton().Minimize(new Logistic(rows), new double[] { 1e3, 0 }));
        var stopped = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => new Lbfgs().Minimize(new Logistic(rows), new double[2], null, stopped));
        Assert.Throws<OperationCanceledException>(() => new TrustRegionNewton().Minimize(new Logistic(rows), new double[2], null, stopped));
    }

    [Fact]
    public void Sparse_products_equal_those_of_the_dense_rows()
    {
        var stream = new Seed(4).Stream();
        for (var round = 0; round < 200; round++)
        {
            var (width, run) = (1 + stream.NextInt(60), round % 2 == 0);
            int[] columns = run ? [.. Enumerable.Range(stream.NextInt(width), 1).SelectMany(f => Enumerable.Range(f, width - f))] : [.. Enumerable.Range(0, width).Where(_ => stream.NextBool(0.4))];
            float[] values = [.. columns.Select(_ => (float)stream.NextGaussian())];
            double[] dense = [.. Enumerable.Range(0, width).Select(_ => stream.NextGaussian())];
            var matrix = new SparseMatrix(width, [0, columns.Length], columns, values);
            Assert.Equal(columns.Select((c, i) => values[i] * dense[c]).Sum(), matrix.Dot(0, dense), 1e-12 * width);
            var expected = dense.ToArray();
            for (var i = 0; i < columns.Length; i++)
                expected[columns[i]] += 0.3 * values[i];
            matrix.AddScaled(0, 0.3, dense);
            for (var c = 0; c < width; c++)
                Assert.Equal(expected[c], dense[c], 1e-15 * 100);
        }
    }
}
