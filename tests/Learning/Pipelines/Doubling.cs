using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Learning.Tests.Pipelines;

/// <summary>Doubles numbers, keeps categories, and appends the first number's mean over the rows it was fitted on.</summary>
public sealed record Doubling : ITransform
{
    public TransformFit Fit(Dataset train, FitContext context)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in train.Column(0))
            (sum, count) = double.IsFinite(value) && Math.Abs(value) < 1e100 ? (sum + value, count + 1) : (sum, count);
        var fitted = new FittedDoubling(train.Schema, count == 0 ? 0 : sum / count);
        var columns = fitted.Output.Features.Select(_ => new double[train.Rows]).ToArray();
        var (from, to) = (new double[train.Width], new double[columns.Length]);
        for (var row = 0; row < train.Rows; row++)
        {
            train.CopyRow(row, from);
            fitted.Apply(from, to);
            for (var c = 0; c < to.Length; c++)
                columns[c][row] = to[c];
        }

        return new TransformFit(fitted, train.WithColumns(fitted.Output, columns));
    }
}

public sealed class FittedDoubling(FeatureSchema input, double mean) : IFittedTransform
{
    public FeatureSchema Input { get; } = input;

    public FeatureSchema Output { get; } = new(input.Features.Append(new FeatureSpec($"mean_{input.Count}")));

    public string Format => "test-doubling/1";

    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var i = 0; i < input.Length; i++)
            output[i] = Input[i].Kind == FeatureKind.Numeric ? input[i] * 2 : input[i];
        output[input.Length] = mean;
    }

    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        writer.Double(mean);
    }

    public static FittedDoubling Read(ModelReader reader) => new(reader.Schema(), reader.Double());
}
