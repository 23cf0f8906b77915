using Bellwether.Learning.Clustering;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Clustering;

public sealed class ClusteringTests
{
    [Theory]
    [InlineData(2, 40)]
    [InlineData(19, 12)]
    [InlineData(70, 3)]
    public void Bounds_give_the_centres_that_looking_at_every_centre_gives(int clusters, int dimension)
    {
        var points = SamplePoints.Make(5_000, dimension, clusters, spread: 3);
        var learner = new KMeans { Clusters = clusters, Tolerance = 0, MaxIterations = 60 };
        var lloyd = (CentroidClustering)learner.Fit(points, LearnerLaws.Context());
        var hamerly = (CentroidClustering)(learner with { Method = KMeansMethod.Hamerly }).Fit(points, LearnerLaws.Context());
        Assert.Equal(lloyd.Inertia, hamerly.Inertia, 1e-6 * lloyd.Inertia);
        Assert.Equal(lloyd.Iterations, hamerly.Iterations);
        for (var c = 0; c < clusters; c++)
            Assert.True(WideSum.SquaredDistance(lloyd.Centres[c], hamerly.Centres[c]) < 1e-6);
    }

    [Fact]
    public void One_iteration_is_the_slow_and_obvious_one()
    {
        var points = SamplePoints.Make(1_000, 7, 5, spread: 4);
        var start = points.Slice(0, 5);
        var found = (CentroidClustering)new KMeans { Clusters = 5, InitialCentres = start.Memory, MaxIterations = 1 }.Fit(points, LearnerLaws.Context());
        var (sums, counts) = (new double[5, 7], new int[5]);
        for (var row = 0; row < points.Count; row++)
        {
            var nearest = Enumerable.Range(0, 5).MinBy(c => WideSum.SquaredDistance(points[row], start[c]));
            counts[nearest]++;
            for (var p = 0; p < 7; p++)
                sums[nearest, p] += points[row][p];
        }

        for (var c = 0; c < 5; c++)
            for (var p = 0; p < 7; p++)
                Assert.Equal(sums[c, p] / counts[c], found.Centres[c][p], 1e-4);
    }

    [Fact]
    public void Centres_without_points_move_to_points_that_lie_far_off()
    {
        var points = SamplePoints.Make(500, 3, 6, spread: 0.1);
        var far = Enumerable.Repeat(1e4f, 18).ToArray();
        points[0].CopyTo(far);
        var found = (CentroidClustering)new KMeans { Clusters = 6, InitialCentres = far }.Fit(points, LearnerLaws.Context());
        Assert.Equal(6, Enumerable.Range(0, points.Count).Select(r => found.Assign(points[r])).Distinct().Count());
        Assert.DoesNotContain(1e4f, found.Centres.Values.ToArray());
    }

    [Fact]
    public void Seeding_finds_clusters_that_lie_apart_and_batches_nearly_do()
    {
        var points = SamplePoints.Make(4_000, 8, 10, spread: 0.3);
        var found = (CentroidClustering)new KMeans { Clusters = 10, Starts = 3 }.Fit(points, LearnerLaws.Context());
        Assert.InRange(found.Inertia / (4_000 * 8 * 0.09), 0.9, 1.1);
        var batches = (CentroidClustering)new MiniBatchKMeans { Clusters = 10, BatchSize = 256 }.Fit(points, LearnerLaws.Context());
        Assert.InRange(batches.Inertia / found.Inertia, 0.99, 2);
    }

    [Fact]
    public void Panels_give_the_dot_products_of_plain_loops()
    {
        var stream = new Seed(5).Stream();
        foreach (var (count, dimension, rows) in new[] { (1, 1, 1), (33, 5, 11), (70, 17, 8), (64, 100, 3) })
        {
            var points = SamplePoints.Make(count, dimension);
            var queries = Enumerable.Range(0, rows * dimension).Select(_ => (float)stream.NextGaussian()).ToArray();
            var centre = Enumerable.Range(0, dimension).Select(_ => (float)stream.NextGaussian()).ToArray();
            var panels = PointPanels.Pack(points, centre);
            var (dots, distances) = (new float[rows * PointPanels.Lanes], new float[PointPanels.Lanes]);
            for (var panel = 0; panel < panels.Panels; panel++)
            {
                panels.Dots(panel, queries, dots);
                panels.SquaredDistances(panel, queries.AsSpan(0, dimension), distances);
                for (var lane = 0; lane < PointPanels.Lanes && (panel * PointPanels.Lanes) + lane < count; lane++)
                    for (var row = 0; row < rows; row++)
                    {
                        var (chain, gap) = (0f, 0f);
                        for (var p = 0; p < dimension; p++)
                        {
                            var x = points[(panel * PointPanels.Lanes) + lane][p] - centre[p];
                            chain = MathF.FusedMultiplyAdd(queries[(row * dimension) + p], x, chain);
                            gap = MathF.FusedMultiplyAdd(x - queries[p], x - queries[p], gap);
                        }

                        Assert.Equal(chain, dots[(row * PointPanels.Lanes) + lane]);
                        Assert.Equal(gap, distances[lane]);
                    }
            }
        }
    }
}
