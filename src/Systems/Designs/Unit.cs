namespace Bellwether.Systems.Designs;

/// <summary>What a figure counts.</summary>
public enum Unit
{
    /// <summary>A plain number.</summary>
    Count,

    /// <summary>US dollars.</summary>
    Dollars,

    /// <summary>Parts of a hundred.</summary>
    Percent,

    /// <summary>Seconds.</summary>
    Seconds,
}
