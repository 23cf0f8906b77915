using System.Globalization;
using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.City;

/// <summary>A city in which rides are asked for and durations promised: roads, a river with bridges, rush hours, weather, matches, drivers
/// with habits.</summary>
/// <remarks><para>A ride takes the fastest way in the typical traffic of its part of the day; its mean duration follows from the speeds that it
/// meets road by road, the driver's habit and the time to get in; around that mean it is log-normal with sigma
/// <see cref="CityWorldOptions.Noise"/>. The level of a day's traffic and the closure of bridges are known to the world, not to the request.</para>
/// <para><see cref="Optimal"/> is the promise of least expected cost: that quantile of the true conditional distribution at which being late
/// and being early weigh the same. Rides, weather and durations depend on the seed alone, never on what was promised.</para>
/// <para>The truth of a request is worked out anew from its contents, so memory does not grow with rides. Not safe for concurrent use.
/// <see cref="FaultKind.SlowModel"/> and <see cref="FaultKind.Crash"/> only stand on the timetable.</para></remarks>
public sealed class CityWorld : IWorld<RideRequest, double, RideOutcome>
{
    private readonly CityWorldOptions _options;
    private readonly Seed _seed;
    private readonly RoadMap _map;
    private readonly RouteBook _routes;
    private readonly Traffic _traffic;
    private readonly Sky _sky;
    private readonly Riders _riders;
    private readonly Dictionary<string, double> _habitOf = new(StringComparer.Ordinal);
    private readonly string[] _drivers;
    private readonly double _quantile;
    private readonly PriorityQueue<RideOutcome, (DateTimeOffset At, long Order)> _due = new();
    private List<Trip> _today = [];
    private int _nextOfToday;
    private int _nextDay;
    private long _order;
    private RideRequest? _asked;

    /// <summary>A city before its first day.</summary>
    /// <param name="options">How busy it is, what is planted.</param>
    /// <param name="seed">The root of everything random in it.</param>
    /// <exception cref="ArgumentException">A fault begins before the world does, or names a field that cannot be empty.</exception>
    public CityWorld(CityWorldOptions options, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var fault in options.Faults)
            Check(fault);
        _options = options;
        _seed = seed;
        Faults = [.. options.Faults.OrderBy(f => f.At)];
        _map = new RoadMap(options.GridSize, seed.Derive("map"));
        _routes = new RouteBook(_map);
        _sky = new Sky(options.Start, seed.Derive("sky"));
        _traffic = new Traffic(options.Start, _sky, (kind, at) => FindActive(kind, at) is not null, seed.Derive("traffic"));
        _riders = new Riders(options, _map, _sky, seed.Derive("riders"));
        var random = seed.Derive("drivers").Stream();
        _drivers = [.. Enumerable.Range(0, options.Drivers).Select(i => "driver-" + i.ToString("d4", CultureInfo.InvariantCulture))];
        foreach (var driver in _drivers)
            _habitOf.Add(driver, random.NextLogNormal(0, 0.08));
        _quantile = StandardNormal.Quantile(options.LateCostPerMinute / (options.LateCostPerMinute + options.EarlyCostPerMinute));
    }

    /// <inheritdoc/>
    public DateTimeOffset Start => _options.Start;

    /// <inheritdoc/>
    public IReadOnlyList<PlantedFault> Faults { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The last request was not acted upon.</exception>
    public WorldStep<RideRequest, RideOutcome>? Next(DateTimeOffset until)
    {
        if (_asked is not null)
            throw new InvalidOperationException($"Ride {_asked.RideId} must be acted upon before the world goes on: call Act.");
        while (true)
        {
            var rideAt = _nextOfToday < _today.Count ? _today[_nextOfToday].Time : DateTimeOffset.MaxValue;
            var dueAt = _due.TryPeek(out _, out var due) ? due.At : DateTimeOffset.MaxValue;
            var at = rideAt <= dueAt ? rideAt : dueAt;
            var dayStart = Start.AddDays(_nextDay);
            if (at >= dayStart && dayStart < until)
                (_today, _nextOfToday) = (_riders.OfDay(_nextDay++), 0);
            else if (at >= until)
                return null;
            else if (rideAt <= dueAt)
                return new WorldStep<RideRequest, RideOutcome>(at, _asked = Ask(_today[_nextOfToday++]), null);
            else
                return new WorldStep<RideRequest, RideOutcome>(at, null, _due.Dequeue());
        }
    }

    /// <inheritdoc/>
    /// <param name="request">The request of the last step.</param>
    /// <param name="action">The seconds that the rider is told; finite and above 0.</param>
    /// <exception cref="InvalidOperationException"><paramref name="request"/> is not the one that the last step asked about.</exception>
    public void Act(RideRequest request, double action)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Positive(action);
        if (_asked is null || !string.Equals(_asked.RideId, request.RideId, StringComparison.Ordinal))
            throw new InvalidOperationException($"Act must be called once, with the ride of the last step ({_asked?.RideId ?? "none"}), but came with {request.RideId}.");
        var asked = _asked;
        _asked = null;
        var actual = Math.Round(ExpectedSeconds(asked) * Math.Exp(
            (_options.Noise * new Seed(StableHash.Of(asked.RideId, _seed.Value)).Stream().NextGaussian()) - (_options.Noise * _options.Noise / 2)), 1);
        var known = asked.Time.AddSeconds(actual);
        if (FindActive(FaultKind.LabelDelay, asked.Time) is not null)
            known = known.AddDays(1);
        _due.Enqueue(new RideOutcome(asked.RideId, known, action, actual), (known, _order++));
    }

    /// <inheritdoc/>
    public double Optimal(RideRequest request) => Math.Exp(LogMean(request) + (_options.Noise * _quantile));

    /// <inheritdoc/>
    /// <remarks>Dollars: minus the expected cost of the promise over the true conditional distribution of the duration, in closed form.</remarks>
    public double Utility(RideRequest request, double action)
    {
        Require.Positive(action);
        var (mu, sigma) = (LogMean(request), _options.Noise);
        var mean = Math.Exp(mu + (sigma * sigma / 2));
        var z = (mu - Math.Log(action)) / sigma;
        var late = (mean * StandardNormal.Below(z + sigma)) - (action * StandardNormal.Below(z));
        var early = action - mean + late;
        return -((_options.LateCostPerMinute * late) + (_options.EarlyCostPerMinute * early)) / 60;
    }

    /// <summary>Dollars that a promise cost when the ride is over: late and early minutes at their prices.</summary>
    public double Cost(double promisedSeconds, double actualSeconds) => actualSeconds > promisedSeconds
        ? (actualSeconds - promisedSeconds) / 60 * _options.LateCostPerMinute
        : (promisedSeconds - actualSeconds) / 60 * _options.EarlyCostPerMinute;

    /// <summary>The true mean duration of a ride, given everything but its own noise: no prediction has a smaller squared error.</summary>
    public double ExpectedSeconds(RideRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var way = _routes.OfDrivers(
            _map.NodeAt(request.PickupLat, request.PickupLon), _map.NodeAt(request.DropoffLat, request.DropoffLon),
            Traffic.MinuteOfWeek(request.Time), _traffic.BridgesAreClosed(request.Time));
        var habit = _habitOf.GetValueOrDefault(request.DriverId, 1);
        return 25 + (12 * request.PassengerCount) + (_traffic.Seconds(way, request.Time) * habit);
    }

    private static void Check(PlantedFault fault)
    {
        if (fault.At < TimeSpan.Zero)
            throw new ArgumentException($"A fault must begin at or after the world's start, but {fault.Kind} begins at {fault.At}.", nameof(fault));
        if (fault.Kind == FaultKind.NullField && fault.Detail is not ("" or nameof(RideRequest.RouteDistanceMetres)
            or nameof(RideRequest.FreeFlowSeconds) or nameof(RideRequest.Weather)))
            throw new ArgumentException($"The detail of a NullField fault must be RouteDistanceMetres, FreeFlowSeconds or Weather, but is '{fault.Detail}'.", nameof(fault));
    }

    private PlantedFault? FindActive(FaultKind kind, DateTimeOffset at)
    {
        foreach (var fault in Faults)
            if (fault.Kind == kind && fault.IsActive(at - Start))
                return fault;
        return null;
    }

    private double LogMean(RideRequest request) => Math.Log(ExpectedSeconds(request)) - (_options.Noise * _options.Noise / 2);

    private RideRequest Ask(Trip trip)
    {
        var (metres, free) = (0.0, 0.0);
        foreach (var road in _routes.OfMap(_map.NodeAt(trip.Pickup.Latitude, trip.Pickup.Longitude), _map.NodeAt(trip.Dropoff.Latitude, trip.Dropoff.Longitude)))
            (metres, free) = (metres + road.Metres, free + road.FreeSeconds);
        var request = new RideRequest(
            "r" + trip.Number.ToString("x16", CultureInfo.InvariantCulture), trip.Time, _drivers[trip.Driver],
            trip.Pickup.Latitude, trip.Pickup.Longitude, trip.Dropoff.Latitude, trip.Dropoff.Longitude,
            Math.Round(RoadMap.Straight(trip.Pickup.Latitude, trip.Pickup.Longitude, trip.Dropoff.Latitude, trip.Dropoff.Longitude), 1),
            metres, Math.Round(free, 1), _sky.NameAt(trip.Time), trip.Passengers);
        return FindActive(FaultKind.NullField, trip.Time) is not { } fault ? request : fault.Detail switch
        {
            nameof(RideRequest.FreeFlowSeconds) => request with { FreeFlowSeconds = null },
            nameof(RideRequest.Weather) => request with { Weather = null },
            _ => request with { RouteDistanceMetres = null },
        };
    }
}
