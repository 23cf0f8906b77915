namespace Bellwether.Features.Windows;

/// <summary>How the events of one stream are kept: one record of 64-bit words per event, and the windows and numbers read from them.</summary>
/// <remarks>Word 0 is the time. Sums are kept as prefix sums, so that any window is the difference of two records, and reading
/// changes nothing.</remarks>
internal sealed class StreamLayout
{
    public StreamLayout(NumericChannel[] numbers, int[] names, int stride, long[] windows, WindowNode[] nodes, FixedPointGrid grid)
    {
        (Numbers, Names, Stride, Windows, Nodes, Grid) = (numbers, names, stride, windows, nodes, grid);
        Retention = windows.Length == 0 ? 0 : windows.Max();
        Memory = Retention;
        foreach (var node in nodes)
            Memory = Math.Max(Memory, node.Within);
        HasDerived = numbers.Length > 0;
        HasExtremes = numbers.Any(c => c.Minimum >= 0 || c.Maximum >= 0);
    }

    /// <summary>The numeric selectors.</summary>
    public NumericChannel[] Numbers { get; }

    /// <summary>First of two words per name selector: the hash of the name (0 for none), and the time of the record before with the same name.</summary>
    public int[] Names { get; }

    /// <summary>Words per record.</summary>
    public int Stride { get; }

    /// <summary>The windows in microseconds.</summary>
    public long[] Windows { get; }

    /// <summary>What is read.</summary>
    public WindowNode[] Nodes { get; }

    /// <summary>The grid of the sums.</summary>
    public FixedPointGrid Grid { get; }

    /// <summary>The longest window: records older than this and the lateness allowed are let go.</summary>
    public long Retention { get; }

    /// <summary>After this long without events nothing read can differ from that of an entity never seen.</summary>
    public long Memory { get; }

    /// <summary>Whether records carry words that follow from the record before.</summary>
    public bool HasDerived { get; }

    /// <summary>Whether records carry links of minima or maxima.</summary>
    public bool HasExtremes { get; }
}
