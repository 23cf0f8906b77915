using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Seeded points in clusters, and points that no training ever saw.</summary>
internal static class SamplePoints
{
    public static Vectors Make(int count, int dimension = 5, int clusters = 4, ulong seed = 1, double spread = 1)
    {
        var stream = new Seed(seed).Stream();
        var centres = new float[clusters * dimension];
        foreach (ref var value in centres.AsSpan())
            value = (float)stream.NextDouble(-10, 10);
        var values = new float[count * dimension];
        for (var row = 0; row < count; row++)
        {
            var cluster = stream.NextInt(clusters);
            for (var p = 0; p < dimension; p++)
                values[(row * dimension) + p] = centres[(cluster * dimension) + p] + (float)stream.NextGaussian(0, spread);
        }

        return new Vectors(values, dimension);
    }

    public static IEnumerable<float[]> Strange(int dimension)
    {
        foreach (var value in new[] { 0, 1e30f, -1e30f, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon })
        {
            yield return [.. Enumerable.Repeat(value, dimension)];
            yield return [.. Enumerable.Range(0, dimension).Select(p => p == 1 ? value : p)];
        }
    }

    /// <summary>Points that a learner must refuse with a word of what must hold, or learn from soundly.</summary>
    public static IEnumerable<(string Case, Vectors Points)> Degenerate()
    {
        yield return ("no points", new Vectors(Array.Empty<float>(), 3));
        yield return ("one point", new Vectors(new float[] { 1, 2, 3 }, 3));
        yield return ("equal points", new Vectors(Enumerable.Repeat(2f, 300).ToArray(), 3));
        yield return ("two places", new Vectors(Enumerable.Range(0, 300).Select(i => (float)(i / 3 % 2)).ToArray(), 3));
        yield return ("one dimension", new Vectors(Enumerable.Range(0, 50).Select(i => (float)i).ToArray(), 1));
        yield return ("huge", new Vectors(Enumerable.Range(0, 300).Select(i => i % 7 * 1e14f).ToArray(), 3));
        yield return ("tiny", new Vectors(Enumerable.Range(0, 300).Select(i => i % 7 * 1e-40f).ToArray(), 3));
        yield return ("far from zero", new Vectors(Enumerable.Range(0, 300).Select(i => 1e6f + (i % 7)).ToArray(), 3));
        yield return ("a constant coordinate", new Vectors(Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 5f : i % 11).ToArray(), 3));
    }

    public static IEnumerable<Vectors> NotFinite() =>
        new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue }
            .Select(bad => new Vectors(Enumerable.Range(0, 60).Select(i => i == 31 ? bad : i).ToArray(), 3));
}
