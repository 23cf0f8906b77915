using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Worlds.City;

/// <summary>Somebody is in the car and asks how long it will take: what a ride service sees at that moment.</summary>
/// <param name="RideId">Unique; the event's id.</param>
/// <param name="Time">When the ride begins (UTC, which is the city's local time).</param>
/// <param name="DriverId">Who drives.</param>
/// <param name="PickupLat">Degrees.</param>
/// <param name="PickupLon">Degrees.</param>
/// <param name="DropoffLat">Degrees.</param>
/// <param name="DropoffLon">Degrees.</param>
/// <param name="StraightDistanceMetres">As the crow flies.</param>
/// <param name="RouteDistanceMetres">Along the map's route. The map knows neither traffic nor closures.</param>
/// <param name="FreeFlowSeconds">How long the map's route takes on empty roads.</param>
/// <param name="Weather"><c>clear</c>, <c>rain</c> or <c>snow</c>.</param>
/// <param name="PassengerCount">1 to 4.</param>
public sealed record RideRequest(
    string RideId,
    DateTimeOffset Time,
    string DriverId,
    double PickupLat,
    double PickupLon,
    double DropoffLat,
    double DropoffLon,
    [property: Field(Minimum = 0)] double StraightDistanceMetres,
    [property: Field(Minimum = 0)] double? RouteDistanceMetres,
    [property: Field(Minimum = 0)] double? FreeFlowSeconds,
    string? Weather,
    [property: Field(Minimum = 0)] int PassengerCount) : IEvent
{
    string IEvent.Id => RideId;
}
