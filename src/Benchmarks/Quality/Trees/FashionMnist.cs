using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>Fashion-MNIST: pictures of clothes, 28 by 28 pixels, ten classes.</summary>
public sealed class FashionMnist : TabularCase
{
    /// <inheritdoc/>
    public override string Name => "fashion-mnist";

    /// <inheritdoc/>
    public override string Task => "Which of ten kinds of clothing a picture shows, from its pixels; 60,000 to train and 10,000 to test, as published";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("random forest, 50 trees", new RandomForest { Output = ModelOutput.Class, Trees = 50 }) { PublishedMetric = "accuracy", PublishedBy = "none for trees; MLP 256-128-100 0.8833, human 0.835 (README of the set)" },
        new("boosted trees, softmax, 40 rounds, 31 leaves, rate 0.25, a twentieth of the features a tree", new BoostedTrees
        {
            Loss = TreeLoss.Softmax, Trees = 40, LearningRate = 0.25, ColumnSample = 0.05,
        }),
    ];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context) =>
        (IdxFile.Images(context.File("train-images-idx3-ubyte.gz"), context.File("train-labels-idx1-ubyte.gz")), null,
            IdxFile.Images(context.File("t10k-images-idx3-ubyte.gz"), context.File("t10k-labels-idx1-ubyte.gz")));

    /// <inheritdoc/>
    protected override IEnumerable<(string Metric, Estimate Value, bool HigherIsBetter)> Judge(IModel model, Dataset test)
    {
        var scores = new double[test.Rows];
        model.Predict(test, scores);
        var right = scores.Zip(test.Labels.ToArray()).Count(p => p.First == p.Second);
        var (low, high) = Wilson.Interval(right, test.Rows);
        yield return ("accuracy", new Estimate((double)right / test.Rows, low, high, test.Rows, IntervalMethod.Wilson), true);
    }
}
