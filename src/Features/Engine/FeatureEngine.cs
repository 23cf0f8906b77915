using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Data.Training;
using Bellwether.Features.Windows;
using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Engine;

/// <summary>Replays history and serves: applies events one after another, and computes the vector of a request from those applied.</summary>
/// <remarks>
/// <para>A vector is a pure function of the events applied and the request. Windows are (t - w, t] by event time over events applied
/// before, where t is the request's time; the request itself is not among them until it is applied. Reading changes nothing, so any
/// interleaving of reads gives the same bits. An event that comes late takes its place in time, after those of the same time.</para>
/// <para>Exact as long as the request's time is no further behind the newest event applied than the lateness allowed.</para>
/// <para>Not safe for concurrent use: the caller locks. Computing allocates nothing beyond what the selectors allocate.</para>
/// </remarks>
/// <typeparam name="TRequest">The event whose arrival asks for a vector.</typeparam>
public sealed class FeatureEngine<TRequest>
    where TRequest : class, IEvent
{
    private static readonly Route[] _nowhere = [];

    private readonly FeaturePlan<TRequest> _plan;
    private readonly EngineOptions _options;
    private readonly EntityState[] _entities;
    private readonly Dictionary<Type, Route[]> _routes = [];
    private Type? _lastType;
    private Route[] _lastRoutes = _nowhere;
    private readonly TextHashes _hashes = new();
    private readonly Glance _glance;
    private readonly double[] _values;
    private readonly double[] _numbers;
    private readonly ulong[] _names;

    internal FeatureEngine(FeaturePlan<TRequest> plan, EngineOptions options)
    {
        (_plan, _options) = (plan, options);
        var lateness = UnixMicroseconds.Of(options.Lateness);
        _entities = Array.ConvertAll(plan.Entities, e => new EntityState(e.Streams, e.Memory, options, lateness));
        _glance = new Glance(plan.Entities.Length);
        _values = new double[plan.Numbers];
        var layouts = plan.Entities.SelectMany(e => e.Streams).Select(s => s.Layout).ToArray();
        _numbers = new double[layouts.Select(l => l.Numbers.Length).Append(0).Max()];
        _names = new ulong[layouts.Select(l => l.Names.Length).Append(0).Max()];
    }

    /// <summary>The features, in the order of the vector.</summary>
    public FeatureSchema Schema => _plan.Schema;

    /// <summary>The place in the log of the last event applied, as the caller keeps it; part of a snapshot.</summary>
    public long AppliedSequence { get; set; }

    /// <summary>How many events were applied, of any type.</summary>
    public long AppliedEvents { get; private set; }

    /// <summary>How many events were of a type that no feature needs.</summary>
    public long UnknownEvents { get; private set; }

    /// <summary>How many values lay outside the range of the grid and were treated as missing.</summary>
    public long ValuesOutOfRange { get; private set; }

    /// <summary>How many times an event came so late that the memory of its time was gone, and was ignored (once per stream).</summary>
    public long TooLate => Sum(s => s.TooLate);

    /// <summary>How many events were let go early because one entity had more than 16.7 million in its windows.</summary>
    public long Overflowed => Sum(s => s.Overflowed);

    /// <summary>How many entities are known, of all kinds.</summary>
    public int EntityCount => _entities.Sum(e => e.Table.Count);

    /// <summary>How many entities were forgotten, because they were idle for longer than any window, or too many.</summary>
    public long Evicted => _entities.Sum(e => e.Evicted);

    /// <summary>The memory taken for entities and their events.</summary>
    public long ApproximateBytes => _entities.Sum(e => e.Table.Bytes) + Sum(s => s.Bytes);

    /// <summary>Computes the vector of a request as of its time.</summary>
    /// <param name="request">The request; it need not be applied afterwards, and should not be before.</param>
    /// <param name="vector">Takes the features (d); NaN for missing ones.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    public void Compute(TRequest request, Span<double> vector)
    {
        Require.SameLength(_plan.Outputs.Length, vector.Length, nameof(vector));
        var glance = Look(request);
        var time = glance.Time;
        for (var i = 0; i < _entities.Length; i++)
        {
            ref var aim = ref glance.Aims[i];
            if (aim.First is not null)
                _entities[i].Read(ref aim, time, _values);
            else
                foreach (var target in _plan.Entities[i].Targets)
                    _values[target] = double.NaN;
        }

        foreach (var (read, target) in _plan.Requests)
            _values[target] = read(request);
        foreach (var (combine, target) in _plan.Combinations)
            _values[target] = combine(request, _values);
        for (var i = 0; i < vector.Length; i++)
            vector[i] = _values[_plan.Outputs[i]];
    }

    /// <summary>Whether a feature of a request is exact: all the counts of distinct names that it rests on are counted, not estimated.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public bool IsExact(TRequest request, string feature)
    {
        var index = _plan.Schema.IndexOf(feature);
        if (index < 0)
            throw new ArgumentException($"feature must be one of the set's features, but there is no '{feature}'.", nameof(feature));
        var time = UnixMicroseconds.Of(request.Time);
        foreach (var (entity, stream, window) in _plan.Distincts[index])
            if (_plan.Entities[entity].Key.TryRead(request, out var first, out var second)
                && !_entities[entity].Streams[stream].IsExact(_entities[entity].Table.Find(EntityState.HashOf(first, second)), time, window))
                return false;
        return true;
    }

    /// <summary>Takes an event into account: a request, or any event that a feature is fed by. Others are counted and ignored.</summary>
    public void Apply(IEvent value)
    {
        AppliedEvents++;
        var routes = Routes(value);
        if (routes.Length == 0)
        {
            UnknownEvents++;
            return;
        }

        var glance = Look(value);
        foreach (ref readonly var route in routes.AsSpan())
        {
            var (entity, stream) = (_entities[route.Entity], route.Stream);
            var plan = entity.Plans[stream];
            ref var aim = ref glance.Aims[route.Entity];
            if (route.ByRequestKey ? aim.First is null : !Take(entity, plan.Source, value, ref aim))
                continue;
            plan.Source.Read(value, _numbers, _names, _hashes);
            var channels = plan.Layout.Numbers.Length;
            for (var i = 0; i < channels; i++)
                _numbers[i] = Clean(_numbers[i], plan.Layout.Grid);
            entity.Insert(ref aim, stream, glance.Time, _numbers, _names);
        }
    }

    /// <summary>Writes the whole state: versioned, closed by a checksum. The same state gives the same bytes.</summary>
    public void Snapshot(Stream destination)
    {
        var writer = new SnapshotWriter(destination, Fingerprint(_plan, _options));
        writer.Int64(AppliedSequence);
        writer.Int64(AppliedEvents);
        writer.Int64(UnknownEvents);
        writer.Int64(ValuesOutOfRange);
        foreach (var entity in _entities)
            writer.Entities(entity);
        writer.End();
    }

    internal static FeatureEngine<TRequest> Restore(Stream source, FeaturePlan<TRequest> plan, EngineOptions options)
    {
        var reader = new SnapshotReader(source, Fingerprint(plan, options));
        var engine = new FeatureEngine<TRequest>(plan, options)
        {
            AppliedSequence = reader.Int64(),
            AppliedEvents = reader.Int64(),
            UnknownEvents = reader.Int64(),
            ValuesOutOfRange = reader.Int64(),
        };
        foreach (var entity in engine._entities)
            reader.Entities(entity);
        reader.End();
        return engine;
    }

    private static ulong Fingerprint(FeaturePlan<TRequest> plan, EngineOptions options) =>
        StableHash.Of((ulong)UnixMicroseconds.Of(options.Lateness),
            StableHash.Of(((ulong)options.MaxEntities << 32) | (uint)options.ExactDistinctEvents, plan.Fingerprint));

    /// <summary>Turns to an event, unless a request that was just computed is applied: then all is known already.</summary>
    private Glance Look(IEvent value)
    {
        if (ReferenceEquals(_glance.Event, value))
            return _glance;
        _glance.Turn(value);
        // Memory far away is asked for in three rounds, so that the waits for all entities overlap.
        TakeEntities(_glance);
        for (var i = 0; i < _entities.Length; i++)
            if (_glance.Aims[i].First is not null)
                _entities[i].Locate(ref _glance.Aims[i]);
        for (var i = 0; i < _entities.Length; i++)
            if (_glance.Aims[i].First is not null)
                _entities[i].Approach(in _glance.Aims[i]);
        return _glance;
    }

    private void TakeEntities(Glance glance)
    {
        if (glance.Event is TRequest request)
        {
            for (var i = 0; i < _entities.Length; i++)
                if (_plan.Entities[i].Key.TryRead(request, out var first, out var second))
                    _entities[i].Take(ref glance.Aims[i], first, second, _hashes);
            return;
        }

        foreach (var route in Routes(glance.Event!))
            Take(_entities[route.Entity], _entities[route.Entity].Plans[route.Stream].Source, glance.Event!, ref glance.Aims[route.Entity]);
    }

    private bool Take(EntityState entity, StreamSource source, IEvent value, ref Aim aim)
    {
        if (!source.TryReadKey(value, out var first, out var second))
            return false;
        entity.Take(ref aim, first, second, _hashes);
        return true;
    }

    private double Clean(double value, FixedPointGrid grid)
    {
        if (grid.Holds(value))
            return value + 0.0; // minus zero becomes zero: sums and extremes must not depend on the order
        if (!double.IsNaN(value))
            ValuesOutOfRange++;
        return double.NaN;
    }

    private Route[] Routes(IEvent value)
    {
        if (value.GetType() == _lastType)
            return _lastRoutes;
        _lastType = value.GetType();
        if (!_routes.TryGetValue(_lastType, out var routes))
            _routes.Add(_lastType, routes = RoutesOf(value));
        return _lastRoutes = routes;
    }

    private Route[] RoutesOf(IEvent value)
    {
        var routes = new List<Route>();
        for (var entity = 0; entity < _plan.Entities.Length; entity++)
            for (var stream = 0; stream < _plan.Entities[entity].Streams.Length; stream++)
                if (_plan.Entities[entity].Streams[stream].Source is var source && source.EventType.IsInstanceOfType(value))
                    routes.Add(new Route(entity, stream, value is TRequest && source.Has(_plan.Entities[entity].Key)));
        return routes.Count == 0 ? _nowhere : [.. routes];
    }

    private long Sum(Func<StreamStore, long> of) => _entities.Sum(e => e.Streams.Sum(of));
}
