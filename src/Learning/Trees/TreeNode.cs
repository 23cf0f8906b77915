using System.Runtime.InteropServices;

namespace Bellwether.Learning.Trees;

/// <summary>16 bytes of a compiled tree. The right child follows the left one; a leaf is its own left child and has an infinite
/// threshold, so that walking on from it stays there.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TreeNode(double threshold, int feature, int left)
{
    /// <summary>Bit of <see cref="Feature"/>: missing goes right.</summary>
    public const int MissingRight = unchecked((int)0x80000000);

    /// <summary>Bit of <see cref="Feature"/>: the threshold is the place of a set of bins.</summary>
    public const int Category = 0x40000000;

    /// <summary>The bits of <see cref="Feature"/> that are the place in the vector.</summary>
    public const int Place = 0x3FFFFFFF;

    /// <summary>Values above it go right.</summary>
    public readonly double Threshold = threshold;

    /// <summary>The place in the vector, and flags.</summary>
    public readonly int Feature = feature;

    /// <summary>The left child.</summary>
    public readonly int Left = left;
}
