using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Gallery.Prediction.RideEta;

/// <summary>A rider is about to be driven and asks how long it will take.</summary>
/// <param name="Id">The ride.</param>
/// <param name="Time">When it begins, in the city's local time written as UTC.</param>
/// <param name="RouteMiles">Miles along the route.</param>
/// <param name="FreeFlowSeconds">How long the route takes on empty roads.</param>
/// <param name="PickupLatitude">Degrees.</param>
/// <param name="PickupLongitude">Degrees.</param>
/// <param name="DropoffLatitude">Degrees.</param>
/// <param name="DropoffLongitude">Degrees.</param>
/// <param name="DriverId">Who drives.</param>
/// <param name="Vendor">Whose car it is.</param>
/// <param name="RateCode">The tariff.</param>
/// <param name="Weather">The weather.</param>
/// <param name="Passengers">How many ride.</param>
public sealed record RideAsked(
    [Field("the ride's id", Aliases = "ride_id,trip_id")] string Id,
    [Field("when it begins, local time", Aliases = "pickup_datetime,tpep_pickup_datetime,lpep_pickup_datetime,request_time")] DateTimeOffset Time,
    [Field("miles along the route", Minimum = 0, Maximum = 10_000, Aliases = "trip_distance,distance_miles")] double? RouteMiles = null,
    [Field("seconds that the route takes on empty roads", Minimum = 0, Maximum = 1_000_000)] double? FreeFlowSeconds = null,
    [Field("degrees", Minimum = -90, Maximum = 90, Aliases = "pickup_lat")] double? PickupLatitude = null,
    [Field("degrees", Minimum = -180, Maximum = 180, Aliases = "pickup_lon")] double? PickupLongitude = null,
    [Field("degrees", Minimum = -90, Maximum = 90, Aliases = "dropoff_lat")] double? DropoffLatitude = null,
    [Field("degrees", Minimum = -180, Maximum = 180, Aliases = "dropoff_lon")] double? DropoffLongitude = null,
    [Field("who drives")] string? DriverId = null,
    [Field("whose car it is", Aliases = "vendor_id")] string? Vendor = null,
    [Field("the tariff", Aliases = "rate_code_id")] string? RateCode = null,
    [Field("the weather")] string? Weather = null,
    [Field("how many ride", Minimum = 0, Maximum = 100, Aliases = "passenger_count")] double? Passengers = null) : IEvent;
