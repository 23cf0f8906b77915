using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Trees;

/// <summary>The training rows as bytes. Features are in groups of eight, and each group is stored row by row: eight bytes of a row lie
/// together, so that one load brings them, and a group's histograms stay in the first-level cache.</summary>
internal sealed class BinnedRows
{
    /// <summary>Features per group.</summary>
    public const int GroupWidth = 8;

    private readonly byte[][] _groups;

    private BinnedRows(FeatureBins[] features, byte[][] groups, bool[] hasMissing, int rows)
    {
        (Features, _groups, HasMissing, Rows) = (features, groups, hasMissing, rows);
        var widest = features.Length == 0 ? 1 : features.Max(f => f.Count + 1);
        Stride = 16;
        while (Stride < widest)
            Stride *= 2;
    }

    /// <summary>The bins of each feature.</summary>
    public FeatureBins[] Features { get; }

    /// <summary>Whether a feature is missing in at least one row.</summary>
    public bool[] HasMissing { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many groups of features there are.</summary>
    public int Groups => _groups.Length;

    /// <summary>Room for so many bins is kept per feature in a histogram.</summary>
    public int Stride { get; }

    /// <summary>Doubles in a histogram: a gradient and a Hessian for each bin of each feature, padded to whole groups.</summary>
    public int HistogramLength => Groups * GroupWidth * Stride * 2;

    /// <summary>The bytes of a group, eight per row.</summary>
    public byte[] Group(int group) => _groups[group];

    /// <summary>The bin of a feature in a row.</summary>
    public int Bin(int feature, int row) => _groups[feature / GroupWidth][(row * (long)GroupWidth) + (feature % GroupWidth)];

    /// <summary>Learns bins from rows, and bins those rows.</summary>
    public static BinnedRows Of(Dataset train, int maxBins, Seed seed, ParallelOptions parallel)
    {
        var features = new FeatureBins[train.Width];
        Work.Run(0, features.Length, parallel, f => features[f] = FeatureBins.Of(train.Column(f), train.Schema[f].Kind, maxBins, seed.Derive(f)));
        return Fill(features, train, parallel);
    }

    /// <summary>Other rows in the same bins.</summary>
    public BinnedRows Same(Dataset rows, ParallelOptions parallel) => Fill(Features, rows, parallel);

    private static BinnedRows Fill(FeatureBins[] features, Dataset rows, ParallelOptions parallel)
    {
        var (groups, hasMissing) = (new byte[(rows.Width + GroupWidth - 1) / GroupWidth][], new bool[rows.Width]);
        for (var g = 0; g < groups.Length; g++)
            groups[g] = new byte[checked(rows.Rows * GroupWidth)];
        Work.Run(0, features.Length, parallel, f =>
        {
            var (bytes, bins, any) = (groups[f / GroupWidth], features[f], false);
            var column = rows.Column(f);
            var place = f % GroupWidth;
            for (var row = 0; row < column.Length; row++, place += GroupWidth)
            {
                var bin = bins.BinOf(column[row]);
                any |= bin == bins.Missing;
                bytes[place] = (byte)bin;
            }

            hasMissing[f] = any;
        });
        return new BinnedRows(features, groups, hasMissing, rows.Rows);
    }
}
