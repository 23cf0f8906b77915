using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Systems.Building;

/// <summary>Lets a small random share of requests through as if nothing were known, so that the truth about what is usually refused stays
/// visible; their rows are weighted by the inverse of the share.</summary>
/// <param name="Share">The share of requests, in [0, 0.5].</param>
/// <param name="Salt">What the draw is salted with.</param>
internal sealed record Exploration(double Share, string Salt)
{
    public double Share { get; } = Require.InRange(Share, 0.0, 0.5);

    /// <summary>Whether this request is explored: always the same for the same id.</summary>
    public bool Covers(string requestId) => Share > 0 && StableHash.Unit(requestId, Salt) < Share;
}
