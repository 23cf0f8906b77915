namespace Bellwether.Learning.Clustering;

/// <summary>How k-means finds the nearest centre of each point. All give the same clusters, to rounding.</summary>
public enum KMeansMethod
{
    /// <summary>Every point against every centre, by blocks (Lloyd, "Least squares quantization in PCM", 1982). Best for few centres or few iterations.</summary>
    Lloyd,

    /// <summary>Skips points whose bounds prove that their centre has not changed (Hamerly, "Making k-means even faster", 2010). Best for many iterations on points that form clusters.</summary>
    Hamerly,
}
