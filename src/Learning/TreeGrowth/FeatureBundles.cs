using Bellwether.Data.Training;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>Decides which features share a byte column.</summary>
/// <remarks>Exclusive feature bundling (Ke et al., 2017), but without conflicts: features share only if no row at all has two of them away
/// from their usual bin, so that trees are the same as without. A feature is a candidate when nine rows of ten have its usual bin. Each takes the
/// first column with room for its bins, those with more other rows first.</remarks>
internal static class FeatureBundles
{
    private const int Look = 20_000, Chunk = 4096, Codes = 256;

    /// <summary>The place of each feature, and how many columns there are.</summary>
    public static (FeaturePlace[] Places, int Columns) Of(FeatureBins[] bins, IColumnSource source, bool bundle, Crew crew)
    {
        var (places, masks, usual) = (new FeaturePlace[bins.Length], new ulong[bins.Length][], new int[bins.Length]);
        if (bundle && bins.Length > 1)
            crew.Run(bins.Length, f => (masks[f], usual[f]) = Sparse(bins[f], source, f));
        var (columns, shared) = (0, new List<Bundle>());
        int[] order = [.. Enumerable.Range(0, bins.Length).Where(f => masks[f] is not null).OrderByDescending(f => Count(masks[f])).ThenBy(f => f)];
        foreach (var feature in order)
        {
            var bundled = shared.Find(b => b.Codes + bins[feature].Count <= Codes && b.Apart(masks[feature]));
            if (bundled is null)
                shared.Add(bundled = new Bundle(masks[feature].Length));
            bundled.Add(feature, bins[feature].Count, masks[feature]);
        }

        for (var feature = 0; feature < bins.Length; feature++)
            places[feature] = bins[feature].Count < 2 && bins[feature].Codes is null && !AnyMissing(source, feature) ? new FeaturePlace(-1, 0, -1) : default;
        foreach (var group in shared.Where(b => b.Features.Count > 1))
        {
            foreach (var (feature, offset) in group.Features)
                places[feature] = new FeaturePlace(columns, offset, usual[feature]);
            columns++;
        }

        for (var feature = 0; feature < bins.Length; feature++)
            if (places[feature] == default)
                places[feature] = new FeaturePlace(columns++, 0, -1);
        return (places, columns);
    }

    /// <summary>The rows away from the usual bin, a bit each, for a feature that may share a column.</summary>
    private static (ulong[] Mask, int Usual) Sparse(FeatureBins bins, IColumnSource source, int feature)
    {
        if (bins.Count < 2)
            return (null!, 0);
        var (values, codes, counts) = (new double[Chunk], new byte[Chunk], new int[Codes]);
        var seen = 0;
        for (var from = 0; from < source.Rows && seen < Look; from += Math.Max(Chunk, source.Rows / (Look / Chunk)))
            foreach (var bin in Read(from))
            {
                counts[bin]++;
                seen++;
            }

        var usual = counts.AsSpan().IndexOf(counts.Max());
        if (counts[usual] < 0.9 * seen)
            return (null!, 0);
        var (mask, others) = (new ulong[(source.Rows + 63) / 64], 0);
        for (var from = 0; from < source.Rows; from += Chunk)
        {
            var block = Read(from);
            for (var i = 0; i < block.Length; i++)
                if (block[i] != usual)
                {
                    mask[(from + i) >> 6] |= 1UL << ((from + i) & 63);
                    others++;
                }
        }

        return others <= 0.1 * source.Rows ? (mask, usual) : (null!, 0);

        Span<byte> Read(int from)
        {
            var count = Math.Min(Chunk, source.Rows - from);
            source.Read(feature, from, values.AsSpan(0, count));
            bins.BinsOf(values.AsSpan(0, count), codes);
            return codes.AsSpan(0, count);
        }
    }

    private static bool AnyMissing(IColumnSource source, int feature)
    {
        var values = new double[Chunk];
        for (var from = 0; from < source.Rows; from += Chunk)
        {
            var block = values.AsSpan(0, Math.Min(Chunk, source.Rows - from));
            source.Read(feature, from, block);
            foreach (var value in block)
                if (double.IsNaN(value))
                    return true;
        }

        return false;
    }

    private static long Count(ulong[] mask)
    {
        var count = 0L;
        foreach (var word in mask)
            count += System.Numerics.BitOperations.PopCount(word);
        return count;
    }

    private sealed class Bundle(int words)
    {
        private readonly ulong[] _mask = new ulong[words];

        public List<(int Feature, int Offset)> Features { get; } = [];

        /// <summary>Codes in use; 0 says that every feature has its usual bin.</summary>
        public int Codes { get; private set; } = 1;

        public bool Apart(ulong[] mask)
        {
            for (var i = 0; i < mask.Length; i++)
                if ((_mask[i] & mask[i]) != 0)
                    return false;
            return true;
        }

        public void Add(int feature, int bins, ulong[] mask)
        {
            Features.Add((feature, Codes));
            Codes += bins;
            for (var i = 0; i < mask.Length; i++)
                _mask[i] |= mask[i];
        }
    }
}
