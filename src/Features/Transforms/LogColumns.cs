using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Gives sign(x) log(1 + |x|) in chosen columns. Immutable.</summary>
public sealed class LogColumns : IFittedTransform
{
    internal const string FormatName = "log-columns-1";
    private readonly int[] _columns;

    internal LogColumns(FeatureSchema schema, int[] columns) => (Input, _columns) = (schema, columns);

    /// <inheritdoc/>
    public FeatureSchema Input { get; }

    /// <inheritdoc/>
    public FeatureSchema Output => Input;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        input.CopyTo(output);
        foreach (var column in _columns)
            output[column] = Math.CopySign(LogOnePlus(Math.Abs(input[column])), input[column]);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        writer.Array<int>(_columns);
    }

    internal static LogColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        return new LogColumns(schema, ColumnChoice.Places(reader.Array<int>(), schema.Count));
    }

    /// <summary>log(1 + x), exact for small x too (Kahan: what rounding took from 1 + x is given back).</summary>
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return double.IsInfinity(sum) ? sum : sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
