namespace Bellwether.Data.Schema;

/// <summary>What a field of an event may hold.</summary>
public enum FieldKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A time: ISO 8601 with an offset.</summary>
    Time,

    /// <summary>Named numbers that the system did not foresee one by one (<see cref="Events.Signals"/>).</summary>
    Signals,
}
