namespace Bellwether.Learning.TreeGrowth;

/// <summary>A set of bins, 256 bits.</summary>
internal readonly record struct BinSet(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Whether a bin is in the set.</summary>
    public bool Has(int bin) => ((Word(bin >> 6) >> (bin & 63)) & 1) != 0;

    /// <summary>The set and one bin more.</summary>
    public BinSet With(int bin)
    {
        var bit = 1UL << (bin & 63);
        return (bin >> 6) switch
        {
            0 => this with { A = A | bit },
            1 => this with { B = B | bit },
            2 => this with { C = C | bit },
            _ => this with { D = D | bit },
        };
    }

    /// <summary>64 bits of the set.</summary>
    public ulong Word(int index) => index switch { 0 => A, 1 => B, 2 => C, _ => D };
}
