using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>Takes a share of rows so that a smaller share is part of a larger one: candidates that climb meet rows they know and more.
/// Groups stay whole; classes keep their shares.</summary>
internal sealed class RowSample
{
    private readonly double[] _ranks;

    /// <summary>Ranks the rows of a dataset.</summary>
    public RowSample(Dataset rows, Seed seed)
    {
        var (stream, labels) = (seed.Stream(), rows.Labels.ToArray());
        _ranks = new double[rows.Rows];
        if (!rows.Groups.IsEmpty)
        {
            var groups = rows.Groups;
            for (var row = 0; row < _ranks.Length; row++)
                _ranks[row] = row > 0 && groups[row] == groups[row - 1] ? _ranks[row - 1] : stream.NextDouble();
            return;
        }

        var order = Enumerable.Range(0, rows.Rows).ToArray();
        stream.Shuffle(order.AsSpan());
        // The members of a class are spread evenly over (0, 1): the lowest share of all ranks holds that share of each class.
        foreach (var members in order.GroupBy(row => labels[row]).Select(g => g.ToArray()))
            for (var i = 0; i < members.Length; i++)
                _ranks[members[i]] = (i + stream.NextDouble()) / members.Length;
    }

    /// <summary>A share of these places, in their order; at least one, and all for a share of 1.</summary>
    public int[] Take(ReadOnlyMemory<int> places, double share)
    {
        if (share >= 1)
            return places.ToArray();
        var sorted = places.ToArray().Select(p => _ranks[p]).Order().ToArray();
        var limit = sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share), 1, sorted.Length) - 1];
        return [.. places.ToArray().Where(p => _ranks[p] <= limit)];
    }
}
