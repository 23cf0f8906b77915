namespace Bellwether.Learning.Neighbours;

/// <summary>A point that was found near another.</summary>
/// <param name="Row">Its place among the points searched.</param>
/// <param name="SquaredDistance">The square of the Euclidean distance.</param>
internal readonly record struct Neighbour(int Row, double SquaredDistance)
{
    /// <summary>Whether this one is nearer than another; the lower row first among equally near ones.</summary>
    public bool Before(Neighbour other) => SquaredDistance < other.SquaredDistance || (SquaredDistance == other.SquaredDistance && Row < other.Row);
}
