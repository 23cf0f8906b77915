namespace Bellwether.Learning.Clustering;

/// <summary>What the covariances of a Gaussian mixture may be. The numbers are stored: new ones go at the end.</summary>
public enum MixtureShape
{
    /// <summary>One matrix (d, d) per component.</summary>
    Full,

    /// <summary>One matrix (d, d) for all components.</summary>
    Tied,

    /// <summary>One variance per component and coordinate.</summary>
    Diagonal,

    /// <summary>One variance per component.</summary>
    Spherical,
}
