namespace Bellwether.Learning.TreeGrowth;

/// <summary>Where the bins of a feature are kept: a byte column of its own, or one that it shares with features that are never away from their
/// usual bin at the same time (exclusive feature bundling, Ke et al., "LightGBM", 2017, section 4).</summary>
/// <param name="Column">The column; -1 for a feature that has one bin only and cannot split.</param>
/// <param name="Offset">In a shared column, the code of its first bin that is not the usual one; 0 in a column of its own.</param>
/// <param name="Usual">In a shared column, the bin whose code is that of no feature; -1 in a column of its own.</param>
internal readonly record struct FeaturePlace(int Column, int Offset, int Usual)
{
    /// <summary>Whether the column is shared.</summary>
    public bool Shared => Usual >= 0;

    /// <summary>The code of a bin other than the usual one.</summary>
    public int Code(int bin) => !Shared ? bin : Offset + (bin < Usual ? bin : bin - 1);

    /// <summary>The bin that a code means for a feature with so many bins (missing included).</summary>
    public int Bin(int code, int bins)
    {
        if (!Shared)
            return code;
        var bin = code - Offset;
        return bin < 0 || bin >= bins - 1 ? Usual : bin < Usual ? bin : bin + 1;
    }
}
