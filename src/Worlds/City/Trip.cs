namespace Bellwether.Worlds.City;

/// <summary>A ride as the rider wants it.</summary>
internal sealed record Trip(
    DateTimeOffset Time, ulong Number, (double Latitude, double Longitude) Pickup, (double Latitude, double Longitude) Dropoff, int Passengers, int Driver);
