namespace Bellwether.Serving.Hosting;

/// <summary>What kind of answer a system gives.</summary>
public enum AnswerStatus
{
    /// <summary>It did what was asked.</summary>
    Ok,

    /// <summary>The input was not acceptable; nothing happened.</summary>
    Invalid,

    /// <summary>An id was used before with other content; nothing happened.</summary>
    Conflict,

    /// <summary>The system knows no event type of that name.</summary>
    UnknownType,
}
