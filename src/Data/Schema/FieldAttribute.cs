namespace Bellwether.Data.Schema;

/// <summary>What the type of an event's field does not say by itself. Fields are required unless their type is nullable.</summary>
/// <param name="description">What the field says, for people.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FieldAttribute(string description = "") : Attribute
{
    /// <summary>What the field says, for people.</summary>
    public string Description { get; } = description;

    /// <summary>The least number allowed.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest number allowed.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Other names under which a file's column may carry it, separated by commas.</summary>
    public string Aliases { get; init; } = "";
}
