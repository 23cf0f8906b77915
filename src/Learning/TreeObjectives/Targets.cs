using Bellwether.Data.Training;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>What rows should come out as: labels, weights and groups.</summary>
internal sealed class Targets
{
    private readonly ReadOnlyMemory<double> _labels, _weights;

    /// <summary>Takes them from a source.</summary>
    public Targets(IColumnSource rows)
    {
        (_labels, _weights) = (rows.Labels, rows.Weights);
        var groups = rows.Groups.Span;
        if (groups.IsEmpty)
            return;
        var starts = new List<int>();
        for (var row = 0; row < groups.Length; row++)
            if (row == 0 || groups[row] != groups[row - 1])
                starts.Add(row);
        starts.Add(groups.Length);
        Starts = [.. starts];
    }

    /// <summary>n.</summary>
    public int Rows => _labels.Length;

    /// <summary>The labels (n).</summary>
    public ReadOnlySpan<double> Labels => _labels.Span;

    /// <summary>The weights (n), or empty.</summary>
    public ReadOnlySpan<double> Weights => _weights.Span;

    /// <summary>Where each group begins, and the end of the last; empty where there are no groups.</summary>
    public int[] Starts { get; } = [];

    /// <summary>How many groups there are.</summary>
    public int Groups => Math.Max(0, Starts.Length - 1);

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => _weights.IsEmpty ? 1 : _weights.Span[row];
}
