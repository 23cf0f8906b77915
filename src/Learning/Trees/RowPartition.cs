namespace Bellwether.Learning.Trees;

/// <summary>The rows of a tree, those of each leaf together and in ascending order.</summary>
internal sealed class RowPartition
{
    private readonly int[] _rows;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly ParallelOptions _parallel;

    /// <summary>Room for all rows of a dataset.</summary>
    public RowPartition(int rows, ParallelOptions parallel)
    {
        (_rows, _left, _right, _parallel) = (new int[rows], new int[rows], new int[rows], parallel);
    }

    /// <summary>The rows from one place on.</summary>
    public ReadOnlySpan<int> Rows(int begin, int count) => _rows.AsSpan(begin, count);

    /// <summary>Starts a tree with these rows, or with all of them.</summary>
    /// <returns>How many there are.</returns>
    public int Reset(List<int>? sample)
    {
        if (sample is not null)
        {
            sample.CopyTo(_rows);
            return sample.Count;
        }

        for (var row = 0; row < _rows.Length; row++)
            _rows[row] = row;
        return _rows.Length;
    }

    /// <summary>Splits a leaf's rows: those that go left first; the order within each side stays.</summary>
    /// <param name="begin">The leaf's first place.</param>
    /// <param name="count">How many rows it has.</param>
    /// <param name="bins">Eight bins per row of the feature's group.</param>
    /// <param name="place">The feature's place among the eight.</param>
    /// <param name="goesLeft">1 for each bin that goes left.</param>
    /// <returns>How many went left.</returns>
    public int Split(int begin, int count, byte[] bins, int place, byte[] goesLeft)
    {
        var blocks = (count + Work.Block - 1) / Work.Block;
        var lefts = new int[blocks];
        Work.Blocks(count, _parallel, (block, from, to) =>
        {
            var rows = _rows.AsSpan(begin + from, to - from);
            var left = _left.AsSpan(begin + from, to - from);
            var right = _right.AsSpan(begin + from, to - from);
            var (toLeft, toRight) = (0, 0);
            foreach (var row in rows)
            {
                // both are written and one is kept: cheaper than a branch that nobody can predict
                int goes = goesLeft[bins[(row * BinnedRows.GroupWidth) + place]];
                left[toLeft] = row;
                right[toRight] = row;
                toLeft += goes;
                toRight += 1 - goes;
            }

            lefts[block] = toLeft;
        });

        var total = 0;
        foreach (var n in lefts)
            total += n;
        var (nextLeft, nextRight) = (begin, begin + total);
        for (var block = 0; block < blocks; block++)
        {
            var (from, size) = (begin + (block * Work.Block), Math.Min(Work.Block, count - (block * Work.Block)));
            _left.AsSpan(from, lefts[block]).CopyTo(_rows.AsSpan(nextLeft));
            _right.AsSpan(from, size - lefts[block]).CopyTo(_rows.AsSpan(nextRight));
            nextLeft += lefts[block];
            nextRight += size - lefts[block];
        }

        return total;
    }
}
