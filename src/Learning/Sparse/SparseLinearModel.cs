using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Sparse;

/// <summary>An intercept and a weight per column; a probability is the logistic function of the sum. Immutable.</summary>
/// <remarks>Memory: 12 to 20 bytes per column whose weight is not 0, whatever the width.</remarks>
public sealed class SparseLinearModel : ISparseModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "sparse-linear/1";

    private readonly ColumnWeights<double> _weights;
    private readonly bool _binary;

    /// <param name="weights">One number per column.</param>
    /// <param name="intercept">The sum of an empty row.</param>
    /// <param name="output">What the score means.</param>
    /// <param name="binary">Whether a value above 0 counts as 1 and any other as 0.</param>
    internal SparseLinearModel(ColumnWeights<double> weights, double intercept, ModelOutput output, bool binary = false) =>
        (_weights, Intercept, Output, _binary) = (weights, RowScores.Finite(intercept), output, binary);

    /// <inheritdoc/>
    public int Width => _weights.Width;

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The sum of a row without entries.</summary>
    public double Intercept { get; }

    /// <summary>The columns whose weight is not 0, rising.</summary>
    public ReadOnlySpan<int> Columns => _weights.Columns;

    /// <summary>The weight of a column; 0 for an unknown one.</summary>
    public double Weight(int column) => _weights.Single(column);

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores)
    {
        var sum = Intercept;
        for (var i = 0; i < columns.Length; i++)
            sum += _weights.Single(columns[i]) * (!_binary ? values[i] : values[i] > 0 ? 1 : 0);
        sum = RowScores.Finite(sum);
        scores[0] = Output == ModelOutput.Probability ? RowScores.Sigmoid(sum) : sum;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)Output);
        writer.Bool(_binary);
        writer.Double(Intercept);
        _weights.Write(writer);
    }

    internal static SparseLinearModel Read(ModelReader reader)
    {
        var (output, binary, intercept) = ((ModelOutput)reader.Int32(), reader.Bool(), reader.Double());
        if (output is not (ModelOutput.Probability or ModelOutput.Value or ModelOutput.Score))
            throw new ModelFormatException("A sparse linear model must give a probability, a value or a score. The model was not written by Bellwether; train it again.");
        return new SparseLinearModel(ColumnWeights<double>.Read(reader, 1), intercept, output, binary);
    }
}
