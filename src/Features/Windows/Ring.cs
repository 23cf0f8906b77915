namespace Bellwether.Features.Windows;

/// <summary>The events of one entity in one stream: a slice of a block, by event time.</summary>
/// <remarks>The record before <see cref="Start"/> is the last that expired (or a blank one): its prefix sums are what windows subtract,
/// and it knows the last values.</remarks>
internal struct Ring
{
    /// <summary>The block's chunk.</summary>
    public int Chunk;

    /// <summary>The block's first word in its chunk.</summary>
    public int Offset;

    /// <summary>The block's size class.</summary>
    public int Class;

    /// <summary>The first record held, counted within the block; at least 1.</summary>
    public int Start;

    /// <summary>One past the last record held.</summary>
    public int End;

    /// <summary>Whether the entity has events here: a blank ring is a closed one.</summary>
    public readonly bool IsOpen => Start > 0;
}
