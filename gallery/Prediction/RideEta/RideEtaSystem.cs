using System.Collections.Concurrent;
using System.Globalization;
using Bellwether.Data.Events;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Trees;
using Bellwether.Systems;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Simulation;
using Bellwether.Worlds.City;

namespace Bellwether.Gallery.Prediction.RideEta;

/// <summary>Promises how long a ride will take. Seen in: Uber and Lyft ETA.</summary>
public sealed class RideEtaSystem : MlSystem<RideAsked, EtaPromise>
{
    private const double LatePerMinute = 0.50, EarlyPerMinute = 0.25, Cushion = 1.04, MetresPerMile = 1609.344;

    /// <inheritdoc/>
    public override Design Design => new("ride-eta", "Promise arrival times that riders can rely on")
    {
        Task = MlTask.Regression,
        Problem = "The seconds that a ride will take, asked at its beginning, from the route, the hour, the weather, the driver, and how recent rides between the same parts of the city went.",
        SeenIn = ["Uber ETA", "Lyft ETA"],
        Users = "riders, and the dispatcher that matches them with drivers",
        InScope = ["the duration of a ride at its beginning", "learn from every ride that ended", "react to closures within days"],
        OutOfScope = ["the route itself", "the time until the car arrives", "prices"],
        Business =
        [
            new("mean error of the promise", Unit.Seconds, Direction.Down),
            new("rides more than three minutes late", Unit.Percent, Direction.Down, Limit: 15),
            new("net value", Unit.Dollars, Direction.Up),
        ],
        Scale = new(Users: 20_000_000, RequestsPerSecond: 2_000, PeakFactor: 4),
        Latency = new(P99: TimeSpan.FromMilliseconds(50)),
        PrimaryMetric = "mae",
        DataSources = "Rides as they begin, with the map's route; the end of every ride, minutes later. Fares and payments are known only after the ride and are not used: they would leak the answer.",
        Risks =
        [
            new("a closure that the map does not know", "recent rides between the same squares of the map are features; losses raise an alert that retrains"),
            new("weather and events", "weather is a feature; drift is watched"),
            new("the map's route goes missing", "learners take missing values; the first rung needs only a distance"),
        ],
        Alternatives =
        [
            new("summing the expected times of road segments", "needs traces of every car; the next step when there are any"),
            new("predicting the quantile that costs least", "the cushion on the mean does nearly as well and is easier to explain"),
        ],
        Attestations = ["No names or addresses are taken; coordinates are those of pick-up and drop-off.", "The definition is reviewed as code is."],
    };

    /// <inheritdoc/>
    protected override void Define(SystemBuilder<RideAsked, EtaPromise> system)
    {
        DefineFeatures(system);
        system.Labels(new LabelTiming(Within: TimeSpan.FromHours(12), MatureAfter: TimeSpan.FromHours(12)) { LearnAfter = TimeSpan.FromHours(12) });
        system.LabelColumns("trip_time_in_secs", "trip_duration", "duration_seconds", "seconds");
        system.KnowsFile("NYC taxi fares", "label=trip_time_in_secs,ignore=fare_amount|payment_type",
            "The file has no times and no places: features made of the hour, of coordinates or of recent rides are missing.",
            "fare_amount and payment_type are known only after the ride and are not used.");
        system.KnowsFile("NYC taxi trip durations", "label=trip_duration,ignore=dropoff_datetime|store_and_fwd_flag",
            "dropoff_datetime would give the answer away and is not used.");
        system.ToldInFiles((ride, seconds) => Ended(ride.Id, ride.Time.AddSeconds(seconds), seconds, ride));
        system.BestKnowing((_, seconds) => new EtaPromise(Math.Max(1, seconds)));
        system.Label<RideEnded>(r => r.RideId, r => r.Seconds);
        system.Unit(p => p.DriverId);

        system.Ladder(
            new Rung(new Formula("map with a fixed factor", 60, [new("estimated_seconds", 1.35)]) { Least = 30 }),
            new Rung("linear regression", new LinearRegression()),
            new Rung("boosted trees", new BoostedTrees { Loss = TreeLoss.Squared, Trees = 400, LearningRate = 0.08, MaxLeaves = 31, MinChildWeight = 20, EarlyStoppingRounds = 30 }));
        system.Decide(FormattableString.Invariant($"the expected duration and {(Cushion - 1) * 100:0} % on top, because a minute late costs twice as much as a minute early"),
            (_, seconds) => new EtaPromise(Math.Max(30, seconds * Cushion)));
        system.Otherwise("one and a half times the map's time, or 15 miles per hour, or 15 minutes",
            p => new EtaPromise(p.FreeFlowSeconds is { } map ? 60 + (1.5 * map) : p.RouteMiles is { } miles ? 60 + (miles * 240) : 900));

        system.Worth((_, d, seconds) => -Cost(d.Seconds, seconds));
        system.Ratio("mean error of the promise", (_, d, seconds) => Math.Abs(d.Seconds - seconds), (_, _, _) => 1);
        system.Ratio("rides more than three minutes late", (_, d, seconds) => seconds - d.Seconds > 180 ? 1 : 0, (_, _, _) => 1);
        system.Total("net value", (_, d, seconds) => -Cost(d.Seconds, seconds));
        system.Slice("weather", p => p.Weather);
        system.Slice("length", p => p.RouteMiles switch { null => null, < 2 => "below 2 miles", < 5 => "2 to 5 miles", _ => "5 miles and more" });
        system.Slice("hour", p => p.Time.Hour switch { >= 7 and < 10 => "morning rush", >= 16 and < 20 => "evening rush", >= 22 or < 6 => "night", _ => "day" });

        system.Monitor = new MonitorSettings { FirstTraining = TimeSpan.FromDays(10), RetrainEvery = TimeSpan.FromDays(14), RetrainAtMostEvery = TimeSpan.FromDays(3), TrainOn = TimeSpan.FromDays(28), LossFactor = 1.1 };
        system.World(new WorldBinding<CityWorld, RideRequest, double, RideOutcome, RideAsked, EtaPromise>
        {
            Create = settings => new CityWorld(new CityWorldOptions
            {
                RidesPerDay = Math.Max(30, 3_000 * settings.Scale),
                Drivers = Math.Max(20, (int)(300 * settings.Scale)),
                LateCostPerMinute = LatePerMinute,
                EarlyCostPerMinute = EarlyPerMinute,
            }, settings.Seed),
            Request = FromWorld,
            Outcome = FromWorld,
            RequestOf = told => told.RideId,
            Action = d => d.Seconds,
            Decision = seconds => new EtaPromise(seconds),
            Truth = (world, r) => world.ExpectedSeconds(r),
        });
    }

    private static void DefineFeatures(SystemBuilder<RideAsked, EtaPromise> system)
    {
        var city = system.Per("city", _ => "all").On<RideEnded>(_ => "all");
        var driver = system.Per("driver", p => p.DriverId).On<RideEnded>(r => r.DriverId);
        var from = system.Per("from", p => Cell(p.PickupLatitude, p.PickupLongitude)).On<RideEnded>(r => r.PickupCell);
        var to = system.Per("to", p => Cell(p.DropoffLatitude, p.DropoffLongitude)).On<RideEnded>(r => r.DropoffCell);
        var between = system.Per("between", p => Pair(Cell(p.PickupLatitude, p.PickupLongitude), Cell(p.DropoffLatitude, p.DropoffLongitude)))
            .On<RideEnded>(r => Pair(r.PickupCell, r.DropoffCell));
        TimeSpan hour = TimeSpan.FromHours(1), week = TimeSpan.FromDays(7);

        system.Feature("estimated_seconds", p => p.FreeFlowSeconds ?? (p.RouteMiles * 200), "the map's seconds on empty roads, or 18 miles per hour where it has none");
        system.Feature("route_miles", p => p.RouteMiles, "miles along the route");
        system.Feature("straight_miles", p => Straight(p), "miles as the crow flies");
        system.Feature("crosses_x", p => p.DropoffLongitude - p.PickupLongitude, "degrees to the east");
        system.Feature("crosses_y", p => p.DropoffLatitude - p.PickupLatitude, "degrees to the north");
        system.Feature("pickup_latitude", p => p.PickupLatitude, "where it begins");
        system.Feature("pickup_longitude", p => p.PickupLongitude, "where it begins");
        system.Feature("dropoff_latitude", p => p.DropoffLatitude, "where it ends");
        system.Feature("dropoff_longitude", p => p.DropoffLongitude, "where it ends");
        system.Feature("hour", p => p.Time.TimeOfDay.TotalHours, "hour of the day");
        system.Feature("weekday", p => (int)p.Time.DayOfWeek, "day of the week, Sunday is 0");
        system.Feature("passengers", p => p.Passengers, "how many ride");
        system.Feature("city_pace_1h", city.Mean(Pace, hour), "seconds taken per second expected by the map, all rides that ended in the last hour");
        system.Feature("city_rides_1h", city.Count(hour), "rides that ended in the last hour");
        system.Feature("driver_pace_7d", driver.Mean(Pace, week), "the driver's pace in a week");
        system.Feature("from_pace_1h", from.Mean(Pace, hour), "pace of rides that began in the same square, last hour");
        system.Feature("to_pace_1h", to.Mean(Pace, hour), "pace of rides that ended in the same square, last hour");
        system.Feature("between_pace_2d", between.Mean(Pace, TimeSpan.FromDays(2)), "pace of rides between the same squares in two days");
        system.Feature("between_seconds_7d", between.Mean(r => r.Seconds, week), "seconds of rides between the same squares in a week");
        system.Category("weather", p => p.Weather, "the weather");
        system.Category("vendor", p => p.Vendor, "whose car it is");
        system.Category("rate_code", p => p.RateCode, "the tariff");
    }

    private static double Cost(double promised, double actual) => actual > promised
        ? (actual - promised) / 60 * LatePerMinute
        : (promised - actual) / 60 * EarlyPerMinute;

    private static double Pace(RideEnded ride) => ride.ExpectedSeconds is > 0 and { } expected ? ride.Seconds / expected : double.NaN;

    private static double? Straight(RideAsked p)
    {
        if (p is not { PickupLatitude: { } lat1, PickupLongitude: { } lon1, DropoffLatitude: { } lat2, DropoffLongitude: { } lon2 })
            return null;
        var (dx, dy) = ((lon2 - lon1) * Math.Cos(lat1 * Math.PI / 180), lat2 - lat1);
        return Math.Sqrt((dx * dx) + (dy * dy)) * 69.05;
    }

    /// <summary>A square of about a mile.</summary>
    private static string? Cell(double? latitude, double? longitude) => latitude is { } lat && longitude is { } lon
        ? s_cells.GetOrAdd(((int)Math.Floor(lat / 0.015), (int)Math.Floor(lon / 0.02)), static c => string.Create(CultureInfo.InvariantCulture, $"{c.Item1}:{c.Item2}"))
        : null;

    private static string? Pair(string? from, string? to) => from is null || to is null ? null : from + ">" + to;

    private static readonly ConcurrentDictionary<(int, int), string> s_cells = new();

    private static RideAsked FromWorld(RideRequest r) => new(
        r.RideId, r.Time, r.RouteDistanceMetres / MetresPerMile, r.FreeFlowSeconds, r.PickupLat, r.PickupLon, r.DropoffLat, r.DropoffLon, r.DriverId,
        Weather: r.Weather, Passengers: r.PassengerCount);

    private static IEvent FromWorld(RideOutcome o, RideAsked? ride) => Ended(o.RideId, o.Time, o.ActualSeconds, ride);

    private static RideEnded Ended(string id, DateTimeOffset time, double seconds, RideAsked? ride) => new(
        "end-" + id, time, id, seconds, ride?.RouteMiles, Cell(ride?.PickupLatitude, ride?.PickupLongitude),
        Cell(ride?.DropoffLatitude, ride?.DropoffLongitude), ride?.DriverId, ride?.FreeFlowSeconds ?? (ride?.RouteMiles * 200));
}
