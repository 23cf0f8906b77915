using Bellwether.Data.Schema;
using Bellwether.Numerics.Random;
using Bellwether.Worlds.City;

namespace Bellwether.Worlds.Tests.City;

public sealed class CityWorldTests
{
    [Fact]
    public void Every_promise_gets_its_outcome_at_arrival()
    {
        var (rides, outcomes) = Live(World(), 4, r => r.StraightDistanceMetres / 5 + 60);
        var told = outcomes.ToDictionary(o => o.RideId, StringComparer.Ordinal);
        Assert.True(told.Count > rides.Count * 0.98);
        Assert.All(rides.Where(r => told.ContainsKey(r.RideId)), r =>
        {
            Assert.Equal(r.Time.AddSeconds(told[r.RideId].ActualSeconds), told[r.RideId].Time);
            Assert.Equal(r.StraightDistanceMetres / 5 + 60, told[r.RideId].PromisedSeconds);
        });
    }

    [Fact]
    public void Durations_scatter_around_the_true_mean_with_the_promised_noise()
    {
        var world = World();
        var (rides, outcomes) = Live(world, 10, world.Optimal);
        var asked = rides.ToDictionary(r => r.RideId, StringComparer.Ordinal);
        var ratios = outcomes.Select(o => o.ActualSeconds / world.ExpectedSeconds(asked[o.RideId])).ToList();
        Assert.InRange(ratios.Average(), 0.995, 1.005);
        Assert.InRange(Math.Sqrt(ratios.Average(r => (r - 1) * (r - 1))), 0.095, 0.105);
    }

    [Fact]
    public void Utility_is_minus_the_mean_cost_of_the_promise()
    {
        var world = World();
        var (rides, outcomes) = Live(world, 30, r => world.ExpectedSeconds(r) * 1.05);
        var asked = rides.ToDictionary(r => r.RideId, StringComparer.Ordinal);
        var cost = outcomes.Average(o => world.Cost(o.PromisedSeconds, o.ActualSeconds));
        var utility = outcomes.Average(o => world.Utility(asked[o.RideId], o.PromisedSeconds));
        Assert.InRange(cost / -utility, 0.97, 1.03);
    }

    [Fact]
    public void The_optimal_promise_is_kept_as_often_as_lateness_outweighs_earliness()
    {
        var world = World();
        var outcomes = Live(world, 15, world.Optimal).Outcomes;
        Assert.InRange(outcomes.Average(o => o.ActualSeconds <= o.PromisedSeconds ? 1 : 0), 0.65, 0.683);
    }

    [Fact]
    public void A_slightly_different_promise_costs_more()
    {
        var world = World();
        Assert.All(Live(world, 2, world.Optimal).Rides, r =>
        {
            var best = world.Utility(r, world.Optimal(r));
            Assert.True(world.Utility(r, world.Optimal(r) * 1.01) < best);
            Assert.True(world.Utility(r, world.Optimal(r) * 0.99) < best);
        });
    }

    [Fact]
    public void Rush_hours_snow_and_closed_bridges_slow_rides_down()
    {
        var closing = TimeSpan.FromDays(35);
        var world = World(new PlantedFault(FaultKind.NewPattern, closing));
        var rides = Live(world, 70, world.Optimal).Rides;
        double Pace(Func<RideRequest, bool> which) => rides.Where(which).Average(r => world.ExpectedSeconds(r) / r.FreeFlowSeconds!.Value);
        bool Workday(RideRequest r) => r.Time.DayOfWeek is not DayOfWeek.Saturday and not DayOfWeek.Sunday && r.Time - world.Start < closing;
        Assert.True(Pace(r => Workday(r) && r.Time.Hour is 8) > 1.3 * Pace(r => Workday(r) && r.Time.Hour is 3));
        Assert.True(Pace(r => Workday(r) && r.Time.Hour is 12 && string.Equals(r.Weather, "rain", StringComparison.Ordinal))
            > 1.05 * Pace(r => Workday(r) && r.Time.Hour is 12 && string.Equals(r.Weather, "clear", StringComparison.Ordinal)));
        Assert.True(Pace(r => r.Time - world.Start >= closing) > 1.05 * Pace(r => r.Time - world.Start < closing));
        Assert.Contains(rides, r => string.Equals(r.Weather, "snow", StringComparison.Ordinal));
    }

    [Fact]
    public void More_traffic_slows_rides_down_while_it_lasts()
    {
        var world = World(new PlantedFault(FaultKind.Drift, TimeSpan.FromDays(14), TimeSpan.FromDays(14)));
        var pace = Live(world, 42, world.Optimal).Rides.ToLookup(r => (int)((r.Time - world.Start).TotalDays / 14), r => world.ExpectedSeconds(r) / r.FreeFlowSeconds!.Value);
        Assert.True(pace[1].Average() > 1.1 * pace[0].Average());
        Assert.InRange(pace[2].Average() / pace[0].Average(), 0.85, 1.15);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(24)]
    [InlineData(30)]
    public void Every_crossing_reaches_every_other_even_with_bridges_closed(int size)
    {
        var map = new RoadMap(size, new Seed(1));
        foreach (var closed in (bool[])[false, true])
            for (var from = 0; from < map.Count; from += 7)
            {
                var ways = map.WaysFrom(from, r => closed && r.Bridge % 2 == 1 ? double.PositiveInfinity : r.FreeSeconds);
                Assert.Single(ways, way => way is null);
            }
    }

    [Fact]
    public void The_map_route_is_the_shortest_by_a_slow_obvious_search()
    {
        var map = new RoadMap(12, new Seed(5));
        var roads = Enumerable.Range(0, map.Count).SelectMany(n => map.WaysFrom(n, _ => 1)).Where(r => r is not null).Select(r => r!).Distinct().ToList();
        var best = Enumerable.Repeat(double.PositiveInfinity, map.Count).ToArray();
        best[17] = 0;
        for (var round = 0; round < map.Count; round++)
            foreach (var road in roads)
                best[road.To] = Math.Min(best[road.To], best[road.From] + road.FreeSeconds);
        var ways = map.WaysFrom(17, r => r.FreeSeconds);
        for (var node = 0; node < map.Count; node++)
        {
            var seconds = 0.0;
            for (var at = node; ways[at] is { } road; at = road.From)
                seconds += road.FreeSeconds;
            Assert.Equal(best[node], seconds, 6);
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-1.2815515655446004, 0.1)]
    [InlineData(3.090232306167813, 0.999)]
    public void The_normal_distribution_agrees_with_scipy(double x, double probability)
    {
        Assert.Equal(probability, StandardNormal.Below(x), 13);
        Assert.Equal(x, StandardNormal.Quantile(probability), 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_promise_must_be_a_finite_time(double promised)
    {
        var world = World();
        var ride = world.Next(world.Start.AddDays(1))!.Request!;
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Act(ride, promised));
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Utility(ride, promised));
    }

    [Fact]
    public void Every_ride_keeps_its_contract()
    {
        var contract = EventContract<RideRequest>.Instance;
        var world = World();
        Assert.All(Live(world, 2, world.Optimal).Rides, ride =>
        {
            Assert.Equal(ride, contract.Read(contract.Write(ride), out var errors));
            Assert.Empty(errors);
            Assert.True(ride.RouteDistanceMetres >= 400 && ride.FreeFlowSeconds > 0);
        });
    }

    private static CityWorld World(params PlantedFault[] faults) => new(new CityWorldOptions { RidesPerDay = 1_000, Faults = faults }, new Seed(11));

    private static (List<RideRequest> Rides, List<RideOutcome> Outcomes) Live(CityWorld world, int days, Func<RideRequest, double> policy)
    {
        var (rides, outcomes) = (new List<RideRequest>(), new List<RideOutcome>());
        while (world.Next(world.Start.AddDays(days)) is { } step)
        {
            if (step.Request is { } ride)
            {
                rides.Add(ride);
                world.Act(ride, policy(ride));
            }
            else
            {
                outcomes.Add(step.Outcome!);
            }
        }

        return (rides, outcomes);
    }
}
