using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Training;

/// <summary>A dataset cut in two: rows to learn from and rows to be judged on.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Test">Rows to be judged on; never seen in training.</param>
public sealed record Split(Dataset Train, Dataset Test)
{
    /// <summary>Cuts by time: the latest rows are the test. Rows of one instant stay on one side. O(n log n).</summary>
    /// <param name="data">The rows (n).</param>
    /// <param name="testShare">Share of the rows wanted in the test, in (0, 1).</param>
    public static Split ByTime(Dataset data, double testShare)
    {
        Require.InRange(testShare, 0.001, 0.999);
        var order = Order(data);
        var cut = data.Rows - (int)Math.Round(data.Rows * testShare);
        while (cut > 0 && cut < order.Length && data.Times[order[cut]] == data.Times[order[cut - 1]])
            cut--;
        return new Split(data.Select(order.AsSpan(0, cut)), data.Select(order.AsSpan(cut)));
    }

    /// <summary>Cuts at random, keeping the order of rows on each side; with labels of 0 and 1 both sides keep their share of each.</summary>
    /// <param name="data">The rows (n).</param>
    /// <param name="testShare">Share of the rows wanted in the test, in (0, 1).</param>
    /// <param name="seed">The draw.</param>
    public static Split AtRandom(Dataset data, double testShare, Seed seed)
    {
        Require.InRange(testShare, 0.001, 0.999);
        var stream = seed.Stream();
        var isTest = new bool[data.Rows];
        foreach (var stratum in Strata(data))
        {
            stream.Shuffle(stratum.AsSpan());
            for (var i = 0; i < (int)Math.Round(stratum.Length * testShare); i++)
                isTest[stratum[i]] = true;
        }

        var rows = Enumerable.Range(0, data.Rows).ToLookup(row => isTest[row]);
        return new Split(data.Select(rows[false].ToArray()), data.Select(rows[true].ToArray()));
    }

    private static int[] Order(Dataset data)
    {
        var times = data.Times.ToArray();
        var order = Enumerable.Range(0, data.Rows).ToArray();
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        return order;
    }

    private static IEnumerable<int[]> Strata(Dataset data)
    {
        var labels = data.Labels.ToArray();
        var rows = Enumerable.Range(0, data.Rows);
        return Array.TrueForAll(labels, l => l is 0 or 1) ? rows.GroupBy(row => labels[row]).OrderBy(g => g.Key).Select(g => g.ToArray()) : [rows.ToArray()];
    }
}
