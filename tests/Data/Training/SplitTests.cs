using Bellwether.Data.Training;
using Bellwether.Numerics.Random;
using FsCheck;
using FsCheck.Fluent;

namespace Bellwether.Data.Tests.Training;

/// <summary>Cuts of a dataset: nothing is lost, nothing stands on both sides, and time is respected.</summary>
public sealed class SplitTests
{
    private static Dataset Rows(int count, ulong seed, int instants, bool binary)
    {
        var stream = new Seed(seed).Stream();
        double[] x = new double[count], labels = new double[count];
        var times = new long[count];
        for (var i = 0; i < count; i++)
        {
            x[i] = i;
            labels[i] = binary ? stream.NextInt(2) : stream.NextGaussian(0, 1);
            times[i] = stream.NextInt(instants);
        }

        return new Dataset(new FeatureSchema([new FeatureSpec("row")]), [x], labels, times);
    }

    private static void Check(Func<int, ulong, int, bool> law) => Prop.ForAll(
        Gen.Choose(1, 300).Zip(Gen.Choose(0, 100_000)).Zip(Gen.Choose(1, 400)).ToArbitrary(),
        given => law(given.Item1.Item1, (ulong)given.Item1.Item2, given.Item2)).QuickCheckThrowOnFailure();

    private static bool IsPartition(Dataset data, Split split) =>
        split.Train.Column(0).ToArray().Concat(split.Test.Column(0).ToArray()).Order().SequenceEqual(data.Column(0).ToArray());

    [Fact]
    public void By_time_every_row_is_on_one_side_and_the_test_is_later() => Check((count, seed, instants) =>
    {
        var data = Rows(count, seed, instants, binary: false);
        var split = Split.ByTime(data, 0.25);
        return IsPartition(data, split)
            && (split.Train.Rows == 0 || split.Test.Rows == 0 || split.Train.Times.ToArray().Max() < split.Test.Times.ToArray().Min());
    });

    [Fact]
    public void By_time_the_test_has_its_share_up_to_the_rows_of_one_instant() => Check((count, seed, instants) =>
    {
        var data = Rows(count, seed, instants, binary: false);
        var split = Split.ByTime(data, 0.25);
        var wanted = (int)Math.Round(count * 0.25);
        var together = data.Times.ToArray().GroupBy(t => t).Max(g => g.Count());
        return split.Test.Rows >= wanted && split.Test.Rows < wanted + Math.Max(1, together);
    });

    [Fact]
    public void At_random_every_row_is_on_one_side_and_both_sides_keep_the_share_of_each_label() => Check((count, seed, instants) =>
    {
        var data = Rows(count, seed, instants, binary: true);
        var split = Split.AtRandom(data, 0.25, new Seed(seed));
        int Positives(Dataset rows) => rows.Labels.ToArray().Count(l => l == 1);
        return IsPartition(data, split)
            && Math.Abs(Positives(split.Test) - (0.25 * Positives(data))) <= 0.5
            && Math.Abs(split.Test.Rows - (0.25 * count)) <= 1;
    });

    [Fact]
    public void At_random_rows_keep_their_order_and_the_seed_decides() => Check((count, seed, instants) =>
    {
        var data = Rows(count, seed, instants, binary: false);
        var (a, b) = (Split.AtRandom(data, 0.3, new Seed(seed)), Split.AtRandom(data, 0.3, new Seed(seed)));
        var test = a.Test.Column(0).ToArray();
        return test.SequenceEqual(b.Test.Column(0).ToArray()) && test.SequenceEqual(test.Order());
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_one_side_empty_is_refused(double share)
    {
        Assert.ThrowsAny<ArgumentException>(() => Split.ByTime(Rows(10, 1, 10, false), share));
        Assert.ThrowsAny<ArgumentException>(() => Split.AtRandom(Rows(10, 1, 10, false), share, new Seed(1)));
    }
}
