using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sampling;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Sampling;

public sealed class SamplingTests
{
    private static Dataset Numbers(int count, double share = 0.1)
    {
        var stream = new Seed(4).Stream();
        double[] labels = [.. Enumerable.Range(0, count).Select(_ => stream.NextBool(share) ? 1.0 : 0)];
        double[][] columns = [.. Enumerable.Range(0, 3).Select(c => labels.Select(l => stream.NextGaussian(l * 1.5, 1 + c)).ToArray())];
        return new Dataset(new FeatureSchema(columns.Select((_, c) => new FeatureSpec($"x{c}"))), columns, labels, new long[count]);
    }

    public static TheoryData<string> Makers => ["smote", "borderline", "adasyn"];

    private static ISampler Named(string name) => name switch { "smote" => new Smote(), "borderline" => new Smote { Borderline = true }, _ => new Adasyn() };

    [Theory, MemberData(nameof(Makers))]
    public void Made_rows_lie_between_a_row_and_a_near_one_of_its_class(string name)
    {
        var train = Numbers(600);
        var made = Named(name).Resample(train, LearnerLaws.Context());
        int[] rare = [.. Enumerable.Range(0, train.Rows).Where(r => train.Labels[r] == 1)];
        var space = PointSpace.Of(train, true, 50);
        var index = new NeighbourIndex(new Vectors(space.Encode(train.Select(rare)), space.Dimension));
        var near = index.All(index.Points, 5, new ParallelOptions { MaxDegreeOfParallelism = 1 }, exceptSelf: true);
        Assert.True(made.Rows > train.Rows + 300);
        for (var row = 0; row < train.Rows; row++)
            Assert.Equal(Sample.Vector(train, row), Sample.Vector(made, row));
        for (var row = train.Rows; row < made.Rows; row++)
        {
            Assert.Equal(1, made.Labels[row]);
            var point = Sample.Vector(made, row);
            Assert.True(Enumerable.Range(0, rare.Length).Any(b => Enumerable.Range(0, 5).Any(n =>
                Between(Sample.Vector(train, rare[b]), Sample.Vector(train, rare[near[(b * 5) + n].Row]), point))), $"row {row}");
        }
    }

    [Fact]
    public void Smote_makes_classes_as_large_as_asked_and_leaves_no_row_out()
    {
        var train = Numbers(600);
        var frequent = train.Labels.ToArray().Count(l => l == 0);
        foreach (var ratio in new[] { 0.3, 1.0 })
            Assert.Equal((int)Math.Round(frequent * ratio), new Smote { Ratio = ratio }.Resample(train, LearnerLaws.Context()).Labels.ToArray().Count(l => l == 1));
    }

    [Fact]
    public void Adasyn_adds_most_where_other_classes_are_near()
    {
        double[] x = [.. Enumerable.Range(0, 100).Select(i => i * 0.01), .. Enumerable.Range(0, 10).Select(i => 0.5 + (i * 0.001)), .. Enumerable.Range(0, 10).Select(i => 50 + (i * 0.001))];
        double[] labels = [.. Enumerable.Range(0, 120).Select(i => i < 100 ? 0.0 : 1)];
        var train = new Dataset(new FeatureSchema([new FeatureSpec("x")]), [x], labels, new long[120]);
        var made = new Adasyn().Resample(train, LearnerLaws.Context());
        Assert.Equal(0, Enumerable.Range(120, made.Rows - 120).Count(r => made.Column(0)[r] > 40));
    }

    [Fact]
    public void Categories_of_made_rows_are_ones_that_the_class_has()
    {
        var train = SamplerLaws.Rare(800);
        var made = new Smote().Resample(train, LearnerLaws.Context());
        var seen = Enumerable.Range(0, train.Rows).Where(r => train.Labels[r] == 1).Select(r => train.Column(2)[r]).ToHashSet();
        for (var row = train.Rows; row < made.Rows; row++)
            Assert.Contains(made.Column(2)[row], seen);
    }

    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn()
    {
        var train = new Dataset(new FeatureSchema([new FeatureSpec("x")]), [[1, 2, 3, 4]], [0, 0, 0, 1], new long[4]);
        Assert.Equal([4 / 6.0, 4 / 6.0, 4 / 6.0, 2], new BalancedWeights().Resample(train, LearnerLaws.Context()).Weights.ToArray());
    }

    [Fact]
    public void Tomek_links_drop_the_frequent_end_of_each_link()
    {
        var train = new Dataset(new FeatureSchema([new FeatureSpec("x")]), [[0, 1, 2, 9, 9.1, 20]], [0, 0, 0, 0, 1, 1], new long[6]);
        Assert.Equal([0.0, 1, 2, 9.1, 20], new TomekLinks().Resample(train, LearnerLaws.Context()).Column(0).ToArray());
    }

    [Fact]
    public void Only_training_rows_are_resampled()
    {
        var (train, validation) = (Numbers(300), Numbers(200));
        var spy = new Spy();
        new Resampled(new RandomOversampling(), spy).Fit(train, LearnerLaws.Context() with { Validation = validation });
        Assert.Equal(0.5, spy.Share, 1e-9);
        Assert.Same(validation, spy.Validation);
    }

    private static bool Between(double[] a, double[] b, double[] point)
    {
        var (share, length) = (0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            share += (point[i] - a[i]) * (b[i] - a[i]);
            length += (b[i] - a[i]) * (b[i] - a[i]);
        }

        share /= length;
        return share is >= -1e-9 and <= 1 + 1e-9 && a.Zip(b).Zip(point).All(t => Math.Abs(t.First.First + (share * (t.First.Second - t.First.First)) - t.Second) < 1e-6);
    }

    private sealed class Spy : ILearner
    {
        public string Name => "spy";

        public double Share { get; private set; }

        public Dataset? Validation { get; private set; }

        public IModel Fit(Dataset train, FitContext context)
        {
            (Share, Validation) = (train.Labels.ToArray().Average(), context.Validation);
            return new Constant().Fit(train, context);
        }
    }
}
