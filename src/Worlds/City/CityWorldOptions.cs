using Bellwether.Numerics;

namespace Bellwether.Worlds.City;

/// <summary>How busy the city is, and what wrong promises cost in it.</summary>
public sealed record CityWorldOptions
{
    /// <summary>When the world begins (UTC midnight is best); a Thursday by default.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Mean rides on a day.</summary>
    public double RidesPerDay { get; init => field = Require.InRange(value, 1.0, 1_000_000.0); } = 3_000;

    /// <summary>How many drivers there are, at least 1.</summary>
    public int Drivers { get; init => field = Require.Positive(value); } = 300;

    /// <summary>Nodes along each side of the road grid, 12 to 60; they are 400 metres apart.</summary>
    public int GridSize { get; init => field = Require.InRange(value, 12, 60); } = 24;

    /// <summary>Standard deviation of the log of what nobody can know beforehand: traffic lights, the way to the door.</summary>
    public double Noise { get; init => field = Require.InRange(value, 0.01, 1.0); } = 0.10;

    /// <summary>Dollars that each minute later than promised costs.</summary>
    public double LateCostPerMinute { get; init => field = Require.Positive(value); } = 0.50;

    /// <summary>Dollars that each minute earlier than promised costs.</summary>
    public double EarlyCostPerMinute { get; init => field = Require.Positive(value); } = 0.25;

    /// <summary>What is planted; by default half of the bridges close on day 40, for good. The <see cref="PlantedFault.Detail"/> of a
    /// <see cref="FaultKind.NullField"/> names the field: <c>RouteDistanceMetres</c> (also when empty), <c>FreeFlowSeconds</c> or
    /// <c>Weather</c>.</summary>
    public IReadOnlyList<PlantedFault> Faults { get; init; } =
        [new(FaultKind.NewPattern, TimeSpan.FromDays(40), null, "every second bridge is closed, and the map does not know")];
}
