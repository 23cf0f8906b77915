using System.Diagnostics;
using System.IO.Compression;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Projection;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Benchmarks.Quality.Structure;

/// <summary>Nearest neighbours among pictures of clothes, after a projection.</summary>
public sealed class FashionNeighbours : QualityCase
{
    /// <inheritdoc/>
    public override string Name => "fashion-mnist-neighbours";

    /// <inheritdoc/>
    public override string Folder => "fashion-mnist";

    /// <inheritdoc/>
    public override string Task => "Ten kinds of clothes from 28 x 28 pictures; official 60 000 / 10 000; projected to a few principal components of the training pictures, then neighbours.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var (train, test) = (Pictures(context.File("train-images-idx3-ubyte.gz"), 60_000), Pictures(context.File("t10k-images-idx3-ubyte.gz"), 10_000));
        var (trainLabels, testLabels) = (Labels(context.File("train-labels-idx1-ubyte.gz"), 60_000), Labels(context.File("t10k-labels-idx1-ubyte.gz"), 10_000));
        foreach (var (components, neighbours) in new[] { (50, 5), (50, 1), (20, 9) })
        {
            context.Progress.Report($"{components} components, {neighbours} neighbours");
            var began = Stopwatch.GetTimestamp();
            var projection = (PrincipalProjection)new PrincipalComponents { Components = components }.Fit(train, context.Fit);
            var learner = new NearestNeighbours(ModelOutput.Class) { Classes = 10, Neighbours = neighbours, Standardize = false, Weights = VoteWeights.InverseDistance };
            var model = learner.Fit(Table(projection.Project(train, context.Threads), components, trainLabels), context.Fit);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var scores = new double[testLabels.Length];
            model.Predict(Table(projection.Project(test, context.Threads), components, testLabels), scores);
            yield return new QualityRow($"PCA {components}, {neighbours} neighbours by inverse distance", "accuracy",
                new Bootstrap { Threads = context.Threads }.Mean([.. scores.Zip(testLabels, (s, l) => s == l ? 1.0 : 0)], context.CancellationToken), true, seconds)
            {
                Published = 0.854,
                PublishedBy = "best k-NN on raw pixels, Fashion-MNIST benchmark (from memory)",
            };
        }
    }

    private static Dataset Table(float[] points, int width, double[] labels) => new(
        new FeatureSchema(Enumerable.Range(0, width).Select(c => new FeatureSpec($"pc{c}"))),
        [.. Enumerable.Range(0, width).Select(c => Enumerable.Range(0, labels.Length).Select(r => (double)points[(r * width) + c]).ToArray())], labels, new long[labels.Length]);

    private static Vectors Pictures(string path, int count)
    {
        var bytes = Bytes(path, 16, count * 784);
        var values = new float[count * 784];
        for (var i = 0; i < values.Length; i++)
            values[i] = bytes[i] / 255f;
        return new Vectors(values, 784);
    }

    private static double[] Labels(string path, int count) => [.. Bytes(path, 8, count).Select(b => (double)b)];

    private static byte[] Bytes(string path, int header, int count)
    {
        using var zip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var bytes = new byte[header + count];
        zip.ReadExactly(bytes);
        return bytes[header..];
    }
}
