using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sparse;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>An intercept, and a weight and a vector per column. Immutable.</summary>
public sealed class FactorizationMachineModel : ISparseModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "factorization-machine/1";

    private readonly ColumnWeights<float> _parameters;
    private readonly double _bias, _centre, _scale;
    private readonly bool _normalize;

    internal FactorizationMachineModel(ColumnWeights<float> parameters, double bias, ModelOutput output, bool normalize, double centre, double scale) =>
        (_parameters, _bias, Output, _normalize, _centre, _scale) = (parameters, bias, output, normalize, centre, scale);

    /// <inheritdoc/>
    public int Width => _parameters.Width;

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The length of a column's vector.</summary>
    public int Factors => _parameters.Stride - 1;

    /// <summary>The sum of a row without entries.</summary>
    public double Intercept => _bias;

    /// <summary>The weight of a column; 0 for one that training did not see.</summary>
    public float Weight(int column) => _parameters[column] is [var weight, ..] ? weight : 0;

    /// <summary>The vector of a column; an empty span for one that training did not see.</summary>
    public ReadOnlySpan<float> Vector(int column) => _parameters[column] is { Length: > 0 } own ? own[1..] : default;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores)
    {
        Span<float> sums = stackalloc float[Factors], squares = stackalloc float[Factors];
        sums.Clear();
        squares.Clear();
        var (sum, scale) = (_bias, FactorData.RowScale(values, _normalize));
        for (var i = 0; i < columns.Length; i++)
        {
            var own = _parameters[columns[i]];
            if (own.Length == 0)
                continue;
            sum += own[0] * (values[i] * scale);
            PairKernel.Add(own[1..], values[i] * scale, sums, squares);
        }

        sum = RowScores.Finite(sum + PairKernel.Pairs(sums, squares));
        scores[0] = Output == ModelOutput.Probability ? RowScores.Sigmoid(sum) : RowScores.Finite(_centre + (_scale * sum));
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)Output);
        writer.Bool(_normalize);
        writer.Double(_bias);
        writer.Double(_centre);
        writer.Double(_scale);
        writer.Int32(Factors);
        _parameters.Write(writer);
    }

    internal static FactorizationMachineModel Read(ModelReader reader)
    {
        var (output, normalize) = ((ModelOutput)reader.Int32(), reader.Bool());
        var (bias, centre, scale, factors) = (reader.Double(), reader.Double(), reader.Double(), reader.Int32());
        if (output is not (ModelOutput.Probability or ModelOutput.Value) || factors is < 1 or > 1_024)
            throw new ModelFormatException("A factorization machine must give a probability or a value, with 1 to 1024 factors. The model was not written by Bellwether; train it again.");
        return new FactorizationMachineModel(ColumnWeights<float>.Read(reader, factors + 1), bias, output, normalize, centre, scale);
    }
}
