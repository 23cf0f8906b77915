using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Tests.Text;

/// <summary>A learner of sparse rows for tests: the mean row of each class, and the softmax of products with it.</summary>
internal sealed record Centroids : ISparseLearner
{
    public string Name => "centroids";

    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var classes = Math.Max(3, (int)train.Labels.ToArray().Max() + 1);
        var (means, counts) = (new double[classes * train.Width], new double[classes]);
        for (var row = 0; row < train.Rows; row++)
            counts[(int)train.Labels[row]]++;
        for (var row = 0; row < train.Rows; row++)
            for (var i = 0; i < train.Features.Columns(row).Length; i++)
                means[((int)train.Labels[row] * train.Width) + train.Features.Columns(row)[i]] += train.Features.Values(row)[i] / counts[(int)train.Labels[row]];
        if (train.Labels.ToArray().Max() < 2)
            throw new TrainingException("centroids must see a label of 2 or more.");
        return new CentroidModel(train.Width, classes, means);
    }
}

internal sealed class CentroidModel(int width, int classes, double[] means) : ISparseModel
{
    public const string FormatName = "test-centroids/1";

    public string Format => FormatName;

    public int Width => width;

    public ModelOutput Output => ModelOutput.Class;

    public int Outputs => classes;

    public void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores)
    {
        var sum = 0.0;
        for (var c = 0; c < classes; c++)
        {
            var product = 0.0;
            for (var i = 0; i < columns.Length; i++)
                product += means[(c * width) + columns[i]] * values[i];
            sum += scores[c] = Math.Exp(Math.Min(product, 100));
        }

        for (var c = 0; c < classes; c++)
            scores[c] /= sum;
    }

    public void Write(ModelWriter writer)
    {
        writer.Int32(width);
        writer.Int32(classes);
        writer.Array<double>(means);
    }

    public static CentroidModel Read(ModelReader reader) => new(reader.Int32(), reader.Int32(), reader.Array<double>());
}
