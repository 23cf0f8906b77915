namespace Bellwether.Systems.Designs;

/// <summary>A figure that the business, not the model, is judged by. How it is computed stands in the system's definition under the same name.</summary>
/// <param name="Name">In words, e.g. <c>fraud value stopped</c>.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Direction">Which way is better.</param>
/// <param name="Limit">A value that must not be passed on the bad side; null for none. A gate of every run.</param>
public sealed record BusinessMetric(string Name, Unit Unit, Direction Direction, double? Limit = null)
{
    /// <summary>Whether a value keeps the limit.</summary>
    public bool Keeps(double value) => Limit is not { } limit || double.IsNaN(value) || (Direction == Direction.Down ? value <= limit : value >= limit);
}
