using Bellwether.Features.Engine;
using Bellwether.Features.Windows;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Definitions;

/// <summary>Collects what is read from one stream, each thing once, and lays out its records.</summary>
internal sealed class StreamPlanBuilder(StreamDefinition definition)
{
    private readonly List<Selector> _numbers = [], _names = [];
    private readonly List<List<long>> _halfLives = [];
    private readonly List<long> _windows = [];
    private readonly List<WindowNode> _nodes = [];

    /// <summary>Whether anything is read from it.</summary>
    public bool Used => _nodes.Count > 0;

    /// <summary>All numbers read.</summary>
    public IEnumerable<int> Targets => _nodes.Select(n => n.Target);

    /// <summary>The index of the window of a number, when it is a count of distinct names; otherwise -1.</summary>
    public int DistinctWindow(int target) => _nodes.Find(n => n.Target == target) is { Aggregate: Aggregate.Distinct } node ? node.Window : -1;

    /// <summary>The target of a number to read: the one it has, or a new one.</summary>
    public int TargetOf<TRequest>(WindowExpression<TRequest> node, Func<int> newTarget)
    {
        var channel = node.Selector is null ? -1
            : node.Aggregate == Aggregate.Distinct ? IndexOf(_names, node.Selector)
            : IndexOf(_numbers, node.Selector);
        while (_halfLives.Count < _numbers.Count)
            _halfLives.Add([]);
        var window = node.Window > 0 ? IndexOf(_windows, node.Window) : -1;
        var decay = node.HalfLife > 0 ? IndexOf(_halfLives[channel], node.HalfLife) : 0;
        foreach (var known in _nodes)
            if (known with { Target = 0 } == new WindowNode(node.Aggregate, channel, window, node.Within, decay, 0))
                return known.Target;
        var target = newTarget();
        _nodes.Add(new WindowNode(node.Aggregate, channel, window, node.Within, decay, target));
        return target;
    }

    /// <summary>The stream's plan.</summary>
    public StreamPlan Build(FixedPointGrid grid)
    {
        var stride = 1;
        var channels = new NumericChannel[_numbers.Count];
        for (var i = 0; i < channels.Length; i++)
        {
            channels[i] = Channel(i, ref stride);
        }

        var names = new int[_names.Count];
        for (var i = 0; i < names.Length; i++, stride += 2)
            names[i] = stride;
        var layout = new StreamLayout(channels, names, stride, [.. _windows], [.. _nodes], grid);
        return new StreamPlan(definition.Source(_numbers, _names), layout);
    }

    /// <summary>A hash over all that decides how the records look.</summary>
    public ulong Fingerprint(ulong hash)
    {
        hash = StableHash.Of(definition.EventType.FullName, StableHash.Of(definition.Entity, hash));
        if (definition.IsPair)
            hash = StableHash.Of("pair", hash);
        foreach (var window in _windows)
            hash = StableHash.Of((ulong)window, hash);
        foreach (var halfLives in _halfLives)
            foreach (var halfLife in halfLives)
                hash = StableHash.Of((ulong)halfLife, hash);
        foreach (var node in _nodes)
            hash = StableHash.Of(((ulong)node.Aggregate << 48) | ((ulong)(node.Channel + 1) << 32) | ((ulong)(node.Window + 1) << 16) | (uint)node.Decay,
                StableHash.Of((ulong)node.Within, hash));
        return hash;
    }

    private NumericChannel Channel(int index, ref int stride)
    {
        var channel = new NumericChannel { Value = stride++, HalfLives = [.. _halfLives[index]] };
        bool Reads(params ReadOnlySpan<Aggregate> any)
        {
            foreach (var node in _nodes)
                if (node.Channel == index && node.Aggregate != Aggregate.Distinct && any.Contains(node.Aggregate))
                    return true;
            return false;
        }

        if (Reads(Aggregate.Mean, Aggregate.StandardDeviation))
            channel.Count = stride++;
        if (Reads(Aggregate.Sum, Aggregate.Mean, Aggregate.StandardDeviation))
            channel.Sum = Take(2, ref stride);
        if (Reads(Aggregate.StandardDeviation))
            channel.Square = Take(2, ref stride);
        if (Reads(Aggregate.Last))
            channel.Last = Take(2, ref stride);
        if (Reads(Aggregate.Minimum))
            channel.Minimum = Take(2, ref stride);
        if (Reads(Aggregate.Maximum))
            channel.Maximum = Take(2, ref stride);
        if (channel.HalfLives.Length > 0)
            channel.Decays = Take(2 * channel.HalfLives.Length, ref stride);
        return channel;
    }

    private static int Take(int words, ref int stride)
    {
        stride += words;
        return stride - words;
    }

    private static int IndexOf(List<Selector> selectors, Selector selector)
    {
        var index = selectors.FindIndex(s => SameCode.Equal(s.Identity, selector.Identity));
        if (index < 0)
            selectors.Add(selector);
        return index < 0 ? selectors.Count - 1 : index;
    }

    private static int IndexOf(List<long> values, long value)
    {
        var index = values.IndexOf(value);
        if (index < 0)
            values.Add(value);
        return index < 0 ? values.Count - 1 : index;
    }
}
