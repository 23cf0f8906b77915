namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Which half of a square matrix is meant.</summary>
internal enum Triangle
{
    /// <summary>All of it.</summary>
    None,

    /// <summary>On and below the diagonal.</summary>
    Lower,

    /// <summary>On and above the diagonal.</summary>
    Upper,
}
