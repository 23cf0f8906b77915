namespace Bellwether.Learning.Tokenization;

/// <summary>What becomes of a delimiter.</summary>
internal enum SplitBehavior
{
    /// <summary>It goes.</summary>
    Removed,

    /// <summary>It is a piece of its own.</summary>
    Isolated,

    /// <summary>It ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>It begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring delimiters are one piece.</summary>
    Contiguous,
}
