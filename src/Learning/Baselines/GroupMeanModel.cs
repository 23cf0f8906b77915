using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Baselines;

/// <summary>Means by nested groups. Immutable; a score costs one binary search per grouping feature.</summary>
public sealed class GroupMeanModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "group-mean/1";

    private readonly int[] _places;
    private readonly GroupLevel[] _levels;

    internal GroupMeanModel(FeatureSchema schema, ModelOutput output, double mean, int[] places, GroupLevel[] levels)
    {
        (Schema, Output, Mean, _places, _levels) = (schema, output, mean, places, levels);
    }

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The mean of all training labels, the answer where no group is known.</summary>
    public double Mean { get; }

    /// <summary>How many groups of the narrowest kind were seen.</summary>
    public int Groups => _levels[^1].Keys.Length;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var (key, answer) = (0UL, Mean);
        for (var level = 0; level < _levels.Length; level++)
        {
            key = GroupLevel.Key(key, features[_places[level]]);
            answer = _levels[level].Find(key, answer);
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Int32((int)Output);
        writer.Double(Mean);
        writer.Array<int>(_places);
        foreach (var level in _levels)
        {
            writer.Array<ulong>(level.Keys);
            writer.Array<double>(level.Means);
        }
    }

    internal static GroupMeanModel Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var (output, mean, places) = ((ModelOutput)reader.Int32(), reader.Double(), reader.Array<int>());
        var levels = new GroupLevel[places.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = new GroupLevel(reader.Array<ulong>(), reader.Array<double>());
            if (levels[i].Keys.Length != levels[i].Means.Length || (uint)places[i] >= (uint)schema.Count)
                throw new ModelFormatException("A group mean must have one mean per group and features of its schema. The model was not written by Bellwether; train it again.");
        }

        if (levels.Length == 0)
            throw new ModelFormatException("A group mean must have at least one grouping feature. The model was not written by Bellwether; train it again.");
        return new GroupMeanModel(schema, output, mean, places, levels);
    }
}
