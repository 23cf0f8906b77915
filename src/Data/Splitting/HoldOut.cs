using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Splitting;

/// <summary>One fold: the latest share of rows by time is the test, or a share drawn at random.</summary>
/// <remarks>Rows of one instant are held out in the order given. O(n log n).</remarks>
/// <param name="Share">The share of the test, in (0, 1).</param>
public sealed record HoldOut(double Share = 0.2) : ISplitter
{
    /// <summary>The share of the test, in (0, 1).</summary>
    public double Share { get; init => field = Require.InRange(value, 0.001, 0.999); } = Require.InRange(Share, 0.001, 0.999);

    /// <summary>Whether the test is drawn at random; with labels of few classes each keeps its share.</summary>
    public bool AtRandom { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Fold> Split(Dataset rows, Seed seed)
    {
        if (rows.Rows < 2)
            throw new TrainingException($"A hold-out must have at least 2 rows to cut, but there are {rows.Rows}.");
        var (order, times, labels, draw) = (Enumerable.Range(0, rows.Rows).ToArray(), rows.Times.ToArray(), rows.Labels.ToArray(), new double[rows.Rows]);
        var wanted = Math.Clamp((int)Math.Round(rows.Rows * Share), 1, rows.Rows - 1);
        if (!AtRandom)
            Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        else
        {
            // Every place of a class is spread evenly over (0, 1): the highest share of all holds that share of each class.
            var stream = seed.Stream();
            stream.Shuffle(order.AsSpan());
            foreach (var members in order.GroupBy(row => labels[row]).Select(g => g.ToArray()))
                for (var i = 0; i < members.Length; i++)
                    draw[members[i]] = (i + stream.NextDouble()) / members.Length;
            Array.Sort(order, (a, b) => draw[a] != draw[b] ? draw[a].CompareTo(draw[b]) : a.CompareTo(b));
        }

        var testFold = new int[rows.Rows];
        Array.Fill(testFold, -1);
        foreach (var row in order.AsSpan(rows.Rows - wanted))
            testFold[row] = 0;
        return Fold.Of(testFold, 1);
    }
}
