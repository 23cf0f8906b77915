using System.Buffers;
using System.Runtime.InteropServices;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>Rows as bytes, twice: row by row, so that the bins of a row come in one or two cache lines when histograms are summed, and column by
/// column, so that splitting on a feature reads that feature only. Read from the source block by block; nothing else of it is kept.</summary>
internal sealed unsafe class BinnedRows : IDisposable
{
    private readonly byte[][] _columns;

    private BinnedRows(FeatureBins[] features, FeaturePlace[] places, int columns, int rows, int rowStride)
    {
        (Features, Places, Rows, Stride, RowStride, HasMissing) = (features, places, rows, 16, rowStride, new bool[features.Length]);
        _columns = new byte[columns][];
        for (var column = 0; column < columns; column++)
            _columns[column] = GC.AllocateUninitializedArray<byte>(rows);
        ByRow = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, (long)rows * rowStride), 64);
        NativeMemory.Clear(ByRow, (nuint)((long)rows * rowStride));
        var codes = 1;
        for (var feature = 0; feature < features.Length; feature++)
            codes = Math.Max(codes, places[feature].Shared ? places[feature].Offset + features[feature].Count : features[feature].Count + 1);
        while (Stride < codes)
            Stride *= 2;
    }

    /// <summary>The bins of each feature.</summary>
    public FeatureBins[] Features { get; }

    /// <summary>Where each feature is kept.</summary>
    public FeaturePlace[] Places { get; }

    /// <summary>Whether a feature is missing in at least one row.</summary>
    public bool[] HasMissing { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many byte columns there are.</summary>
    public int Columns => _columns.Length;

    /// <summary>Bytes per row in <see cref="ByRow"/>: the columns, padded to whole fours; 0 where rows are kept by column only.</summary>
    public int RowStride { get; }

    /// <summary>Room for so many codes is kept per column in a histogram: a power of two.</summary>
    public int Stride { get; }

    /// <summary>All codes, row after row, from the beginning of a cache line.</summary>
    public byte* ByRow { get; private set; }

    /// <summary>The codes of a column.</summary>
    public byte[] Column(int column) => _columns[column];

    /// <summary>The bin of a feature in a row.</summary>
    public int Bin(int feature, int row)
    {
        var place = Places[feature];
        return place.Column < 0 ? 0 : place.Bin(_columns[place.Column][row], Features[feature].Count + 1);
    }

    /// <summary>Frees the rows.</summary>
    ~BinnedRows() => Free();

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Learns bins from rows, and bins those rows; only by column where <paramref name="byRow"/> is false.</summary>
    public static BinnedRows Of(IColumnSource train, int maxBins, bool bundle, Seed seed, Crew crew, bool byRow = true)
    {
        var features = new FeatureBins[train.Schema.Count];
        crew.Run(features.Length, f => features[f] = FeatureBins.Of(train, f, maxBins, seed.Derive(f)));
        var (places, columns) = FeatureBundles.Of(features, train, bundle, crew);
        return Fill(features, places, columns, train, crew, byRow);
    }

    /// <summary>Other rows in the same bins, each feature in a column of its own.</summary>
    public BinnedRows Same(IColumnSource rows, Crew crew) =>
        Fill(Features, [.. Enumerable.Range(0, Features.Length).Select(f => new FeaturePlace(f, 0, -1))], Features.Length, rows, crew, byRow: false);

    private static BinnedRows Fill(FeatureBins[] features, FeaturePlace[] places, int columns, IColumnSource source, Crew crew, bool byRow)
    {
        var rows = new BinnedRows(features, places, columns, source.Rows, byRow ? RowBytes(columns) : 0);
        var missing = new int[features.Length];
        crew.Blocks(source.Rows, (_, from, to) =>
        {
            var (roomV, roomB) = (ArrayPool<double>.Shared.Rent(to - from), ArrayPool<byte>.Shared.Rent(to - from));
            var values = roomV.AsSpan(0, to - from);
            var bins = roomB.AsSpan(0, to - from);
            foreach (var column in rows._columns)
                column.AsSpan(from, to - from).Clear();
            for (var feature = 0; feature < features.Length; feature++)
            {
                if (places[feature].Column < 0)
                    continue;
                source.Read(feature, from, values);
                features[feature].BinsOf(values, bins);
                if (bins.Contains((byte)features[feature].Missing))
                    Volatile.Write(ref missing[feature], 1);
                Place(places[feature], bins, rows._columns[places[feature].Column].AsSpan(from, to - from));
            }

            for (var column = 0; column < (byRow ? columns : 0); column++)
            {
                var place = ((long)from * rows.RowStride) + column;
                foreach (var code in rows._columns[column].AsSpan(from, to - from))
                {
                    rows.ByRow[place] = code;
                    place += rows.RowStride;
                }
            }

            ArrayPool<double>.Shared.Return(roomV);
            ArrayPool<byte>.Shared.Return(roomB);
        });
        for (var feature = 0; feature < features.Length; feature++)
            rows.HasMissing[feature] = missing[feature] != 0;
        return rows;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(ByRow);
        ByRow = null;
    }

    private static void Place(FeaturePlace place, ReadOnlySpan<byte> bins, Span<byte> column)
    {
        if (!place.Shared)
        {
            bins.CopyTo(column);
            return;
        }

        for (var row = 0; row < bins.Length; row++)
            if (bins[row] != place.Usual)
                column[row] = (byte)place.Code(bins[row]);
    }

    /// <summary>Few columns are padded such that no row lies across two cache lines.</summary>
    private static int RowBytes(int columns) => columns switch
    {
        <= 4 => 4, <= 8 => 8, <= 16 => 16, <= 32 => 32, <= 64 => (columns + 15) / 16 * 16, _ => (columns + 3) / 4 * 4,
    };
}
