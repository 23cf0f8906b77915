using Bellwether.Data.Training;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>The loops of training against the slow, obvious sums.</summary>
public sealed class HistogramKernelTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(5, 20)]
    [InlineData(9, 60)]
    [InlineData(14, 120)]
    [InlineData(28, 250)]
    [InlineData(33, 250)]
    [InlineData(70, 12)]
    public void Sums_by_row_and_by_column_equal_plain_sums(int columns, int values)
    {
        const int Count = 700;
        var stream = new Seed((ulong)columns).Stream();
        var data = Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, Count).Select(_ => (double)stream.NextInt(values)).ToArray()).ToArray();
        var rows = new Dataset(new FeatureSchema(data.Select((_, c) => new FeatureSpec($"x{c}"))), data, new double[Count], new long[Count]);
        using var crew = new Crew(1, default);
        using var binned = BinnedRows.Of(rows, 255, bundle: false, new Seed(1), crew);
        int[] some = [.. Enumerable.Range(0, Count).Where(_ => stream.NextBool(0.6))];
        var (wide, gradients, hessians) = (new long[Count], new int[Count], new int[Count]);
        var elements = new ulong[some.Length];
        for (var i = 0; i < some.Length; i++)
        {
            var row = some[i];
            (gradients[row], hessians[row]) = (stream.NextInt(65_000) - 32_500, stream.NextInt(65_000));
            wide[row] = ((long)hessians[row] << 32) | (uint)gradients[row];
            elements[i] = ((ulong)(ushort)(short)gradients[row] << 48) | ((ulong)(ushort)hessians[row] << 32) | (uint)row;
        }

        var length = (columns + 3) / 4 * 4 * binned.Stride;
        var (narrow, broad, narrowColumn, broadColumn) = (new long[length], new long[length * 2], new long[length], new long[length * 2]);
        int[] all = [.. Enumerable.Range(0, columns)];
        HistogramKernel.Add(binned, elements, null, narrow);
        HistogramKernel.Add(binned, elements, wide, broad);
        HistogramKernel.AddColumns(binned, elements, null, narrowColumn, all);
        HistogramKernel.AddColumns(binned, elements, wide, broadColumn, all);
        for (var column = 0; column < columns; column++)
            for (var code = 0; code < binned.Stride; code++)
            {
                var inBin = some.Where(r => binned.Column(column)[r] == code).ToArray();
                var (g, h, at) = (inBin.Sum(r => (long)gradients[r]), inBin.Sum(r => (long)hessians[r]), (column * binned.Stride) + code);
                Assert.Equal((g, h), (narrow[at] >> 32, narrow[at] & 0xFFFF_FFFF));
                Assert.Equal((g, h), (broad[at * 2], broad[(at * 2) + 1]));
                Assert.Equal(narrow[at], narrowColumn[at]);
                Assert.Equal((g, h), (broadColumn[at * 2], broadColumn[(at * 2) + 1]));
            }
    }
}
