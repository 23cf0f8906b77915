namespace Bellwether.Learning.Neighbours;

/// <summary>How much a neighbour's vote counts. The numbers are stored: new ones go at the end.</summary>
public enum VoteWeights
{
    /// <summary>All the same.</summary>
    Uniform,

    /// <summary>By the inverse of its distance; where neighbours are at distance 0, only they vote.</summary>
    InverseDistance,
}
