using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Fitted transforms one after another. Immutable.</summary>
public sealed class FittedChain : IFittedTransform
{
    internal const string FormatName = "chain-1";
    private const int OnStack = 256;
    private readonly IFittedTransform[] _steps;
    private readonly int _widest;

    internal FittedChain(FeatureSchema schema, IFittedTransform[] steps)
    {
        (Input, _steps) = (schema, steps);
        _widest = steps.Length == 0 ? 0 : steps.Max(s => s.Output.Count);
    }

    /// <inheritdoc/>
    public FeatureSchema Input { get; }

    /// <inheritdoc/>
    public FeatureSchema Output => _steps.Length == 0 ? Input : _steps[^1].Output;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<IFittedTransform> Steps => _steps;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        if (_steps.Length == 0)
        {
            input.CopyTo(output);
            return;
        }

        var rented = _widest <= OnStack ? null : ArrayPool<double>.Shared.Rent(2 * _widest);
        Span<double> space = rented is null ? stackalloc double[2 * OnStack] : rented;
        scoped var from = input;
        scoped Span<double> to;
        for (var i = 0; i < _steps.Length; i++)
        {
            var width = _steps[i].Output.Count;
            to = i == _steps.Length - 1 ? output : space.Slice(i % 2 * _widest, width);
            _steps[i].Apply(from, to);
            from = to;
        }

        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        writer.Int32(_steps.Length);
        foreach (var step in _steps)
            writer.Transform(step);
    }

    internal static FittedChain Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var steps = new List<IFittedTransform>();
        var width = schema;
        for (var left = reader.Int32(); left > 0; left--)
        {
            var step = reader.Transform();
            if (step.Input.Fingerprint != width.Fingerprint)
                throw new ModelFormatException("Each step of a chain must take what the one before gives, but one does not.");
            steps.Add(step);
            width = step.Output;
        }

        return new FittedChain(schema, [.. steps]);
    }
}
