using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sparse;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>An intercept, and a weight and a vector per field for each column. Immutable.</summary>
public sealed class FieldAwareModel : ISparseModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "field-aware-machine/1";

    private const int OnStack = 256;

    private readonly ColumnWeights<float> _parameters;
    private readonly int[] _fields;
    private readonly int _stride;
    private readonly double _bias, _centre, _scale;
    private readonly bool _normalize;

    internal FieldAwareModel(ColumnWeights<float> parameters, int[] fields, double bias, ModelOutput output, bool normalize, double centre, double scale)
    {
        (_parameters, _fields, _bias, Output, _normalize, _centre, _scale) = (parameters, fields, bias, output, normalize, centre, scale);
        _stride = (parameters.Stride - 1) / fields.Length;
    }

    /// <inheritdoc/>
    public int Width => _parameters.Width;

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How many fields there are.</summary>
    public int Fields => _fields.Length;

    /// <summary>The sum of a row without entries.</summary>
    public double Intercept => _bias;

    /// <summary>The weight of a column; 0 for one that training did not see.</summary>
    public float Weight(int column) => _parameters[column] is [var weight, ..] ? weight : 0;

    /// <summary>The vector of a column for a field, padded with zeros to a multiple of four; an empty span for one that training did not see.</summary>
    public ReadOnlySpan<float> Vector(int column, int field) => _parameters[column] is { Length: > 0 } own ? own.Slice(1 + (field * _stride), _stride) : default;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores)
    {
        var rented = columns.Length > OnStack ? ArrayPool<int>.Shared.Rent(columns.Length) : null;
        var fields = rented is null ? stackalloc int[OnStack] : rented;
        for (var i = 0; i < columns.Length; i++)
            fields[i] = (uint)columns[i] < (uint)Width ? FieldPairs.FieldOf(_fields, columns[i]) : -1;
        var (sum, scale) = (_bias, FactorData.RowScale(values, _normalize));
        for (var i = 0; i < columns.Length; i++)
        {
            var own = fields[i] < 0 ? default : _parameters[columns[i]];
            if (own.Length == 0)
                continue;
            sum += own[0] * (values[i] * scale);
            for (var j = i + 1; j < columns.Length; j++)
                if (fields[j] >= 0 && _parameters[columns[j]] is { Length: > 0 } other)
                    sum += FieldPairs.Dot(own.Slice(1 + (fields[j] * _stride), _stride), other.Slice(1 + (fields[i] * _stride), _stride)) * (values[i] * scale * (values[j] * scale));
        }

        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
        sum = RowScores.Finite(sum);
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
        writer.Array<int>(_fields);
        writer.Int32(_stride);
        _parameters.Write(writer);
    }

    internal static FieldAwareModel Read(ModelReader reader)
    {
        var (output, normalize) = ((ModelOutput)reader.Int32(), reader.Bool());
        var (bias, centre, scale, fields, stride) = (reader.Double(), reader.Double(), reader.Double(), reader.Array<int>(), reader.Int32());
        var sound = output is ModelOutput.Probability or ModelOutput.Value && fields.Length > 0 && fields[0] == 0 && stride is >= 4 and <= 256 && stride % 4 == 0
            && (long)fields.Length * stride < int.MaxValue;
        for (var field = 1; field < fields.Length; field++)
            sound &= fields[field] > fields[field - 1];
        return sound ? new FieldAwareModel(ColumnWeights<float>.Read(reader, (fields.Length * stride) + 1), fields, bias, output, normalize, centre, scale)
            : throw new ModelFormatException("A field-aware model must have fields that rise from 0, and vectors of a multiple of four. The model was not written by Bellwether; train it again.");
    }
}
