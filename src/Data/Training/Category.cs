using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Training;

/// <summary>How a category travels in a vector of doubles: a 52-bit hash of its name, exact in a double, so that no vocabulary has to
/// be kept in step between training and serving.</summary>
/// <remarks>Two of a million names collide with probability 1e-4. Learners map the codes they saw in training to dense numbers; one
/// they did not see is "unseen", which is not the same as missing (NaN).</remarks>
public static class Category
{
    /// <summary>The code of a name; NaN for null.</summary>
    public static double Code(string? name) => name is null ? double.NaN : StableHash.Of(name) >> 12;
}
