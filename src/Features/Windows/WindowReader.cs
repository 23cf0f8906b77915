using System.Runtime.CompilerServices;
using Bellwether.Numerics.Sketches;

namespace Bellwether.Features.Windows;

/// <summary>Reads the numbers of one stream from the records of one entity.</summary>
internal sealed class WindowReader
{
    private const int SketchPrecision = 12;
    private const int LinearSteps = 12;

    private readonly StreamLayout _layout;
    private readonly WindowNode[] _nodes;
    private readonly double[] _empty;
    private readonly int[] _first;
    private readonly long[] _nameReach;
    private readonly int _stride, _exactDistinct;
    private readonly HyperLogLog? _sketch;

    public WindowReader(StreamLayout layout, int exactDistinct)
    {
        (_layout, _nodes, _stride, _exactDistinct) = (layout, layout.Nodes, layout.Stride, exactDistinct);
        _first = new int[layout.Windows.Length];
        _nameReach = [.. layout.Names.Select((_, c) => _nodes.Where(n => n.Aggregate == Aggregate.Distinct && n.Channel == c).Max(n => layout.Windows[n.Window]))];
        _empty = Array.ConvertAll(_nodes, n => n.Empty);
        _sketch = layout.Names.Length > 0 ? new HyperLogLog(SketchPrecision) : null;
    }

    /// <summary>The first record whose time is greater.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int UpperBound(long[] words, in Ring ring, int stride, long time)
    {
        var end = ring.End;
        for (var steps = 0; steps < 4; steps++, end--)
            if (end == ring.Start || words[ring.Offset + ((end - 1) * stride)] <= time)
                return end;
        return Search(words, ring.Offset, stride, ring.Start, end, time);
    }

    /// <summary>Reads an entity without events.</summary>
    public void ReadNothing(double[] values)
    {
        for (var i = 0; i < _nodes.Length; i++)
            values[_nodes[i].Target] = _empty[i];
    }

    /// <summary>Reads all numbers as of a time.</summary>
    public void Read(long[] words, in Ring ring, long time, Span<int> hints, double[] values)
    {
        var end = UpperBound(words, in ring, _stride, time);
        var last = ring.Offset + ((end - 1) * _stride);
        if (words[last] > time)
        {
            ReadNothing(values);
            return;
        }

        for (var w = 0; w < _first.Length; w++)
            _first[w] = hints[w] = LowerBound(words, in ring, hints[w], end, time - _layout.Windows[w]);
        foreach (ref readonly var node in _nodes.AsSpan())
        {
            if (node.Window >= 0)
                values[node.Target] = ReadWindow(in node, words, ring.Offset, end, time);
            else
                values[node.Target] = ReadLast(in node, words, last, time);
        }
    }

    /// <summary>Whether a window holds few enough events to count distinct names one by one.</summary>
    public bool IsExact(long[] words, in Ring ring, long time, int window)
    {
        var end = UpperBound(words, in ring, _stride, time);
        return end - LowerBound(words, in ring, ring.Start, end, time - _layout.Windows[window]) <= _exactDistinct;
    }

    /// <summary>Notes, for a record just inserted and for the next of the same name, when the name came before.</summary>
    /// <remarks>Looks no further than a window that is counted exactly can reach, in events and in time.</remarks>
    public void LinkNames(long[] words, in Ring ring, int place)
    {
        for (var channel = 0; channel < _layout.Names.Length; channel++)
        {
            var (word, reach) = (_layout.Names[channel], _nameReach[channel]);
            var at = ring.Offset + (place * _stride);
            var name = words[at + word];
            var before = Record.Never;
            if (name != 0)
            {
                var stop = Math.Max(ring.Start, place - _exactDistinct);
                for (var i = place - 1; i >= stop && words[ring.Offset + (i * _stride)] > words[at] - reach; i--)
                    if (words[ring.Offset + (i * _stride) + word] == name)
                    {
                        before = words[ring.Offset + (i * _stride)];
                        break;
                    }

                var end = (int)Math.Min(ring.End, (long)place + 1 + _exactDistinct);
                for (var i = place + 1; i < end && words[ring.Offset + (i * _stride)] - reach < words[at]; i++)
                    if (words[ring.Offset + (i * _stride) + word] == name)
                    {
                        words[ring.Offset + (i * _stride) + word + 1] = words[at];
                        break;
                    }
            }

            words[at + word + 1] = before;
        }
    }

    private double ReadWindow(in WindowNode node, long[] words, int offset, int end, long time)
    {
        var first = _first[node.Window];
        var count = end - first;
        if (node.Aggregate == Aggregate.Count)
            return count;
        if (count == 0)
            return node.Empty;
        if (node.Aggregate == Aggregate.Distinct)
            return Distinct(words, offset, first, end, _layout.Names[node.Channel], time - _layout.Windows[node.Window]);
        var channel = _layout.Numbers[node.Channel];
        if (node.Aggregate is Aggregate.Minimum or Aggregate.Maximum)
            return ExtremeChain.Best(words, offset, _stride, first, end, channel.Value, node.Aggregate == Aggregate.Minimum ? channel.Minimum : channel.Maximum);
        var last = offset + ((end - 1) * _stride);
        var before = offset + ((first - 1) * _stride);
        var sum = Record.Wide(words, last + channel.Sum) - Record.Wide(words, before + channel.Sum);
        if (node.Aggregate == Aggregate.Sum)
            return _layout.Grid.Sum(sum);
        var values = words[last + channel.Count] - words[before + channel.Count];
        if (node.Aggregate == Aggregate.Mean)
            return _layout.Grid.Mean(sum, values);
        var squares = Record.Wide(words, last + channel.Square) - Record.Wide(words, before + channel.Square);
        return _layout.Grid.StandardDeviation(sum, squares, values);
    }

    private double ReadLast(in WindowNode node, long[] words, int last, long time)
    {
        if (node.Aggregate == Aggregate.SinceLast)
            return words[last] > time - node.Within ? (time - words[last]) / 1e6 : double.NaN;
        var channel = _layout.Numbers[node.Channel];
        if (node.Aggregate == Aggregate.Last)
            return words[last + channel.Last + 1] > time - node.Within ? Record.Number(words, last + channel.Last) : double.NaN;
        var at = last + channel.Decays + (2 * node.Decay);
        return words[at + 1] == Record.Never ? 0 : Record.Number(words, at) * Decay.Factor(time - words[at + 1], channel.HalfLives[node.Decay]);
    }

    private double Distinct(long[] words, int offset, int first, int end, int word, long bound)
    {
        if (end - first <= _exactDistinct)
        {
            var count = 0;
            var stop = offset + (end * _stride);
            for (var at = offset + (first * _stride); at < stop; at += _stride)
                if (words[at + word] != 0 && words[at + word + 1] <= bound)
                    count++;
            return count;
        }

        _sketch!.Clear();
        for (var i = first; i < end; i++)
            if (words[offset + (i * _stride) + word] is not 0 and var name)
                _sketch.Add(unchecked((ulong)name));
        return _sketch.Estimate();
    }

    private int LowerBound(long[] words, in Ring ring, int hint, int end, long bound)
    {
        var first = Math.Clamp(hint, ring.Start, end);
        if (first > ring.Start && words[ring.Offset + ((first - 1) * _stride)] > bound)
            return Search(words, ring.Offset, _stride, ring.Start, first - 1, bound);
        for (var steps = 0; first < end; first++, steps++)
        {
            if (words[ring.Offset + (first * _stride)] > bound)
                return first;
            if (steps == LinearSteps)
                return Search(words, ring.Offset, _stride, first + 1, end, bound);
        }

        return first;
    }

    /// <summary>The first record in [first, end) whose time is greater than <paramref name="time"/>, or end.</summary>
    private static int Search(long[] words, int offset, int stride, int first, int end, long time)
    {
        while (first < end)
        {
            var middle = (int)(((uint)first + (uint)end) / 2);
            if (words[offset + (middle * stride)] > time)
                end = middle;
            else
                first = middle + 1;
        }

        return first;
    }
}
