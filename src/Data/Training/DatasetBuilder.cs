using Bellwether.Numerics;

namespace Bellwether.Data.Training;

/// <summary>Collects rows into a <see cref="Dataset"/>. Not safe for concurrent use.</summary>
public sealed class DatasetBuilder
{
    private readonly FeatureSchema _schema;
    private readonly List<double>[] _columns;
    private readonly List<double> _labels = [], _weights = [];
    private readonly List<long> _times = [];
    private readonly List<string> _ids = [];
    private bool _weighted;

    /// <summary>Starts an empty dataset with this schema.</summary>
    public DatasetBuilder(FeatureSchema schema)
    {
        _schema = schema;
        _columns = new List<double>[schema.Count];
        for (var i = 0; i < _columns.Length; i++)
            _columns[i] = [];
    }

    /// <summary>How many rows were added.</summary>
    public int Rows => _labels.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="features">d values, copied.</param>
    /// <param name="label">The label.</param>
    /// <param name="time">When the features were seen.</param>
    /// <param name="id">The id of the event that the row came from.</param>
    /// <param name="weight">0 or more.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    public void Add(ReadOnlySpan<double> features, double label, DateTimeOffset time, string id = "", double weight = 1)
    {
        Require.SameLength(_columns.Length, features.Length, nameof(features));
        for (var i = 0; i < _columns.Length; i++)
            _columns[i].Add(features[i]);
        _labels.Add(label);
        _times.Add(UnixMicroseconds.Of(time));
        _ids.Add(id);
        _weights.Add(Require.NotNegative(weight));
        _weighted |= weight != 1;
    }

    /// <summary>The dataset of all rows added so far.</summary>
    public Dataset Build() => new(_schema, [.. _columns.Select(c => c.ToArray())], [.. _labels], [.. _times], _weighted ? [.. _weights] : null, [.. _ids]);
}
