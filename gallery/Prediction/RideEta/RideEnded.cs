using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Gallery.Prediction.RideEta;

/// <summary>A ride has ended.</summary>
/// <param name="Id">The report of its end.</param>
/// <param name="Time">When it ended.</param>
/// <param name="RideId">The ride.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="RouteMiles">How far it went.</param>
/// <param name="PickupCell">The square of the map where it began.</param>
/// <param name="DropoffCell">The square of the map where it ended.</param>
/// <param name="DriverId">Who drove.</param>
/// <param name="ExpectedSeconds">How long the map expected it to take.</param>
public sealed record RideEnded(
    [Field("the report's id")] string Id,
    [Field("when it ended")] DateTimeOffset Time,
    [Field("the ride")] string RideId,
    [Field("how long it took", Minimum = 0, Maximum = 1_000_000)] double Seconds,
    [Field("how far it went", Minimum = 0)] double? RouteMiles = null,
    [Field("the square of the map where it began")] string? PickupCell = null,
    [Field("the square of the map where it ended")] string? DropoffCell = null,
    [Field("who drove")] string? DriverId = null,
    [Field("how long the map expected it to take", Minimum = 0)] double? ExpectedSeconds = null) : IEvent;
