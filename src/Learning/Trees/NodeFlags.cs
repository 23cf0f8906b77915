namespace Bellwether.Learning.Trees;

/// <summary>How a node decides. The numbers are stored.</summary>
[Flags]
internal enum NodeFlags : byte
{
    /// <summary>Values at or below the threshold go left, and so does NaN.</summary>
    None = 0,

    /// <summary>NaN goes right.</summary>
    MissingRight = 1,

    /// <summary>The node asks whether an encoded category is in a set: those in it go left.</summary>
    Category = 2,

    /// <summary>Zero counts as missing (LightGBM's <c>zero_as_missing</c>: within ±1e-35).</summary>
    ZeroMissing = 4,
}
