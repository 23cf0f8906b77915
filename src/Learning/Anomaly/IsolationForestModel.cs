using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Anomaly;

/// <summary>Random trees that set rows apart; the score is in (0, 1], and the more, the more anomalous. Immutable.</summary>
public sealed class IsolationForestModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "isolation-forest/1";

    private readonly PointSpace _space;
    private readonly int _sample;
    private readonly IsolationTree[] _trees;

    internal IsolationForestModel(PointSpace space, int sample, IsolationTree[] trees) => (_space, _sample, _trees) = (space, sample, trees);

    /// <inheritdoc/>
    public FeatureSchema Schema => _space.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Score;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How many trees there are.</summary>
    public int Trees => _trees.Length;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        Numerics.Require.SameLength(Schema.Count, features.Length, nameof(features));
        var rented = ArrayPool<float>.Shared.Rent(_space.Dimension);
        var point = rented.AsSpan(0, _space.Dimension);
        _space.Encode(features, point);
        var depth = 0.0;
        foreach (var tree in _trees)
            depth += tree.Depth(point);
        ArrayPool<float>.Shared.Return(rented);
        var usual = IsolationTreeGrower.MeanDepth(_sample);
        return RowScores.Finite(Math.Pow(2, -(depth / _trees.Length) / (usual > 0 ? usual : 1)));
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _space.Write(writer);
        writer.Int32(_sample);
        writer.Int32(_trees.Length);
        foreach (var tree in _trees)
            tree.Write(writer);
    }

    internal static IsolationForestModel Read(ModelReader reader)
    {
        var space = PointSpace.Read(reader);
        var (sample, count) = (reader.Int32(), reader.Int32());
        if (space.Dimension < 1 || sample < 1 || count is < 1 or > 100_000)
            throw new ModelFormatException("An isolation forest must have features, a sample and 1 to 100000 trees. The model was not written by Bellwether; train it again.");
        var trees = new List<IsolationTree>();
        for (var tree = 0; tree < count; tree++)
            trees.Add(IsolationTree.Read(reader, space.Dimension));
        return new IsolationForestModel(space, sample, [.. trees]);
    }
}
