using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>Whole and real numbers by chance, the same ones for the same seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly RandomStream _stream = new Seed((ulong)seed).Stream();

    public int Next(int below) => _stream.NextInt(below);

    public int Next(int from, int below) => from + _stream.NextInt(below - from);

    public uint NextWord() => (uint)_stream.NextBits();

    public double NextDouble() => _stream.NextDouble();
}
