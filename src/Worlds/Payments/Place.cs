namespace Bellwether.Worlds.Payments;

/// <summary>A point on the globe, degrees.</summary>
internal readonly record struct Place(double Latitude, double Longitude)
{
    /// <summary>Great-circle kilometres (haversine, radius 6,371 km).</summary>
    public double KilometresTo(Place other)
    {
        const double Radians = Math.PI / 180;
        var a = Math.Sin((other.Latitude - Latitude) * Radians / 2);
        var b = Math.Sin((other.Longitude - Longitude) * Radians / 2);
        var h = (a * a) + (Math.Cos(Latitude * Radians) * Math.Cos(other.Latitude * Radians) * b * b);
        return 2 * 6371 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
