using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Sparse;

/// <summary>An intercept and a weight per column for each of k classes: margins, or probabilities by the softmax of the sums. Immutable.</summary>
/// <remarks>Memory: 8·k bytes per column that has a weight.</remarks>
public sealed class SparseClassesModel : ISparseModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "sparse-classes/1";

    private readonly ColumnWeights<double> _weights;
    private readonly double[] _intercepts;
    private readonly bool _binary;

    /// <param name="weights">k numbers per column.</param>
    /// <param name="intercepts">The sums (k) of an empty row.</param>
    /// <param name="output">Class for probabilities, Score for margins.</param>
    /// <param name="binary">Whether a value above 0 counts as 1 and any other as 0.</param>
    internal SparseClassesModel(ColumnWeights<double> weights, double[] intercepts, ModelOutput output, bool binary = false) =>
        (_weights, _intercepts, Output, _binary) = (weights, intercepts, output, binary);

    /// <inheritdoc/>
    public int Width => _weights.Width;

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public int Outputs => _intercepts.Length;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The sums (k) of a row without entries.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>The columns that have weights, rising.</summary>
    public ReadOnlySpan<int> Columns => _weights.Columns;

    /// <summary>The weights (k) of a column; an empty span for one that has none.</summary>
    public ReadOnlySpan<double> Weights(int column) => _weights[column];

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores)
    {
        scores = scores[.._intercepts.Length];
        _intercepts.CopyTo(scores);
        for (var i = 0; i < columns.Length; i++)
        {
            var weights = _weights[columns[i]];
            if (weights.Length > 0)
                DenseVectors.AddScaled(weights, !_binary ? values[i] : values[i] > 0 ? 1 : 0, scores);
        }

        if (Output == ModelOutput.Class)
        {
            ClassLabels.Softmax(scores);
            return;
        }

        for (var c = 0; c < scores.Length; c++)
            scores[c] = RowScores.Finite(scores[c]);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)Output);
        writer.Bool(_binary);
        writer.Array<double>(_intercepts);
        _weights.Write(writer);
    }

    internal static SparseClassesModel Read(ModelReader reader)
    {
        var (output, binary, intercepts) = ((ModelOutput)reader.Int32(), reader.Bool(), reader.Array<double>());
        if (output is not (ModelOutput.Class or ModelOutput.Score) || intercepts.Length is < 2 or > ClassLabels.Most)
            throw new ModelFormatException("A sparse model of classes must have two or more, with probabilities or margins. The model was not written by Bellwether; train it again.");
        return new SparseClassesModel(ColumnWeights<double>.Read(reader, intercepts.Length), intercepts, output, binary);
    }
}
