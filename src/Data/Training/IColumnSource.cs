namespace Bellwether.Data.Training;

/// <summary>Training rows that need not all be in memory: labels and weights are, features are read by column and block. A columnar store, a
/// file or single-precision arrays can stand behind it.</summary>
public interface IColumnSource
{
    /// <summary>d features.</summary>
    FeatureSchema Schema { get; }

    /// <summary>n.</summary>
    int Rows { get; }

    /// <summary>The labels (n).</summary>
    ReadOnlyMemory<double> Labels { get; }

    /// <summary>The weights (n), or empty where every row weighs 1.</summary>
    ReadOnlyMemory<double> Weights { get; }

    /// <summary>The group (n) of each row, or empty.</summary>
    ReadOnlyMemory<int> Groups { get; }

    /// <summary>Writes the values of a feature from a row on; NaN is missing. Called more than once for the same rows, and from several
    /// threads at a time.</summary>
    void Read(int feature, int from, Span<double> values);
}
