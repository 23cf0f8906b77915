using Bellwether.Numerics.Random;
using Bellwether.Worlds.City;

namespace Bellwether.Worlds.Tests.City;

public sealed class CityWorldLaws : WorldContract<RideRequest, double, RideOutcome>
{
    protected override IReadOnlyList<string> FieldsThatMayBeNull =>
        [nameof(RideRequest.RouteDistanceMetres), nameof(RideRequest.FreeFlowSeconds), nameof(RideRequest.Weather)];

    protected override IWorld<RideRequest, double, RideOutcome> Create(Seed seed, params PlantedFault[] faults) =>
        new CityWorld(new CityWorldOptions { RidesPerDay = 150, GridSize = 12, Drivers = 20, Faults = faults }, seed);

    protected override double Whim(RideRequest request) => 60 + (request.StraightDistanceMetres / 6);

    protected override IReadOnlyList<double> Choices(RideRequest request) =>
        [1, .. Enumerable.Range(1, 60).Select(i => i * 30.0), 86_400];

    protected override (string Id, DateTimeOffset Time) Of(RideRequest request) => (request.RideId, request.Time);

    protected override (string Id, DateTimeOffset Time) Of(RideOutcome outcome) => (outcome.RideId, outcome.Time);

    protected override RideRequest Without(RideRequest request, string field) => field switch
    {
        nameof(RideRequest.FreeFlowSeconds) => request with { FreeFlowSeconds = null },
        nameof(RideRequest.Weather) => request with { Weather = null },
        _ => request with { RouteDistanceMetres = null },
    };
}
