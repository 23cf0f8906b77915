using Bellwether.Data.Profiling;
using Bellwether.Data.Tables;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Tests.Profiling;

public sealed class DataProfilerTests
{
    private static readonly TableColumn[] s_columns =
    [
        new("text", TableColumnKind.Text), new("number", TableColumnKind.Number), new("whole", TableColumnKind.Integer),
        new("truth", TableColumnKind.Boolean), new("time", TableColumnKind.Time),
    ];

    [Fact]
    public async Task A_small_table_is_profiled_exactly()
    {
        object?[][] rows =
        [
            ["a", 1.0, 1L, true, Second(0)],
            ["b", 2.0, 1L, false, Second(60)],
            ["a", double.NaN, 1L, true, Second(120)],
            [null, 4.0, 3L, null, Second(90)],
            ["a", 3.0, 2L, true, Second(600)],
            ["b", 2.0, 1L, false, Second(60)],
        ];
        var profile = await ProfileAsync(rows, batchRows: 2);
        Assert.Equal((6, 1, true), (profile.Rows, profile.DuplicateRows, profile.DuplicatesAreExact));
        var (text, number, truth, time) = (profile.Columns[0], profile.Columns[1], profile.Columns[3], profile.Columns[4].Times!);
        Assert.Equal((1, 2.0, true), (text.Missing, text.Distinct, text.DistinctIsExact));
        Assert.Equal([new("a", 3), new("b", 2)], text.TopValues);
        Assert.Null(text.Mean);
        Assert.Equal((1, 1.0, 4.0), (number.Missing, number.Minimum, number.Maximum));
        Assert.Equal(2.4, number.Mean!.Value, 12);
        Assert.Equal(Math.Sqrt(1.3), number.StandardDeviation!.Value, 12);
        Assert.Equal(2, number.Quantiles.Single(q => q.Share == 0.5).Value);
        Assert.Equal(0.6, truth.Mean!.Value, 12);
        Assert.Equal((TimeSpan.FromSeconds(480), 5, 2), (time.LargestGap, time.LargestGapRow, time.OutOfOrder));
        Assert.Equal(TimeSpan.FromSeconds(60), time.ExpectedCadence);
        Assert.Equal((Second(0), Second(600)), (time.Earliest, time.Latest));
    }

    [Fact]
    public async Task A_large_table_is_estimated_within_its_promises_and_the_same_each_time()
    {
        const int Rows = 200_000;
        var random = new Seed(3).Stream();
        var rows = Enumerable.Range(0, Rows).Select(i => new object?[] { $"user {i % 50_000}", random.NextGaussian(), (long)i, i % 2 == 0, Second(i) }).ToArray();
        var profile = await ProfileAsync(rows, batchRows: 30_000);
        Assert.Equal(profile.ToJson(), (await ProfileAsync(rows, batchRows: 7_777)).ToJson());
        Assert.False(profile.Columns[0].DistinctIsExact);
        Assert.InRange(profile.Columns[0].Distinct, 50_000 * 0.967, 50_000 * 1.033);
        Assert.InRange(profile.Columns[2].Distinct, Rows * 0.967, Rows * 1.033);
        Assert.Equal(0, profile.DuplicateRows);
        var quantiles = profile.Columns[1].Quantiles.ToDictionary(q => q.Share, q => q.Value);
        Assert.InRange(quantiles[0.5], -0.03, 0.03);
        Assert.InRange(quantiles[0.95], 1.645 - 0.05, 1.645 + 0.05);
        Assert.InRange(profile.Columns[1].StandardDeviation!.Value, 0.99, 1.01);
        Assert.Equal(TimeSpan.FromSeconds(1), profile.Columns[4].Times!.ExpectedCadence);
    }

    [Fact]
    public async Task Frequent_texts_survive_a_flood_of_rare_ones()
    {
        var rows = Enumerable.Range(0, 60_000).Select(i => new object?[] { i % 3 == 0 ? "common" : $"rare {i}", 0.0, 0L, null, Second(0) }).ToArray();
        var column = (await ProfileAsync(rows, 10_000)).Columns[0];
        Assert.False(column.CountsAreExact);
        Assert.Equal("common", column.TopValues[0].Value);
        Assert.InRange(column.TopValues[0].Count, 20_000 - 60_000 / 4_096 - 1, 20_000);
    }

    [Fact]
    public async Task A_profile_round_trips_through_json_and_foreign_json_is_refused()
    {
        var profile = await ProfileAsync([["a", 1.5, 1L, true, Second(0)], [null, double.PositiveInfinity, null, null, null]], 10);
        var again = DataProfile.FromJson(profile.ToJson());
        Assert.Equal(profile.ToJson(), again.ToJson());
        Assert.Equal(profile.Columns[4].Times, again.Columns[4].Times);
        Assert.Throws<FormatException>(() => DataProfile.FromJson("{\"other\":1}"));
        Assert.Throws<FormatException>(() => DataProfile.FromJson("null"));
    }

    [Fact]
    public async Task An_empty_table_has_a_profile()
    {
        var profile = await ProfileAsync([], 10);
        Assert.Equal((0, 0), (profile.Rows, profile.DuplicateRows));
        Assert.All(profile.Columns, c => Assert.Null(c.Mean));
    }

    private static DateTimeOffset Second(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    private static async Task<DataProfile> ProfileAsync(object?[][] rows, int batchRows)
    {
        await using var table = new MemoryTable(s_columns, rows, batchRows);
        return await DataProfiler.ProfileAsync(table);
    }
}
