namespace Bellwether.Data.Importing;

/// <summary>The unit of a time that a file gives as a number.</summary>
public enum TimeUnit
{
    /// <summary>Seconds (<c>s</c>).</summary>
    Seconds,

    /// <summary>Milliseconds (<c>ms</c>).</summary>
    Milliseconds,

    /// <summary>Microseconds (<c>us</c>).</summary>
    Microseconds,

    /// <summary>Days (<c>days</c>).</summary>
    Days,
}
