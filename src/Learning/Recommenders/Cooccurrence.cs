using Bellwether.Data.Training;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Recommenders;

/// <summary>Sums over users of the product of two items' values, one row of the item Gram matrix at a time.</summary>
internal static class Cooccurrence
{
    private const int Block = 16;

    /// <summary>The Gram matrix Xᵀ X (items, items): its lower half, and its upper where asked for. Order of sums: users rising.</summary>
    public static void Gram(Interactions train, Span<double> gram, bool both, int threads, CancellationToken cancellationToken)
    {
        var (items, byItem, byUser) = (train.Items, train.ByItem, train.ByUser);
        unsafe
        {
            fixed (double* origin = gram)
            {
                var to = origin;
                Fork.Blocks(items, Block, threads, (first, last) =>
                {
                    for (var item = first; item < last; item++)
                    {
                        var row = new Span<double>(to + ((nint)item * items), items);
                        row.Clear();
                        var (users, values) = (byItem.Columns(item).ToArray(), byItem.Values(item).ToArray());
                        for (var at = 0; at < users.Length; at++)
                        {
                            var others = byUser.Columns(users[at]);
                            var weights = byUser.Values(users[at]);
                            double value = values[at];
                            for (var i = 0; i < others.Length && (both || others[i] <= item); i++)
                                row[others[i]] += value * weights[i];
                        }
                    }
                }, cancellationToken);
            }
        }
    }

    /// <summary>Calls for every item with the sums to all items it shares a user with (items that share none are left out).</summary>
    /// <param name="train">The interactions.</param>
    /// <param name="binary">Whether to count users, whatever the values.</param>
    /// <param name="threads">At most this many threads.</param>
    /// <param name="visit">Gets the item, the items beside it rising, and a sum for every item; called from several threads.</param>
    /// <param name="cancellationToken">Checked once per block.</param>
    public static void Visit(Interactions train, bool binary, int threads, Action<int, List<int>, double[]> visit, CancellationToken cancellationToken)
    {
        var (items, byItem, byUser) = (train.Items, train.ByItem, train.ByUser);
        Fork.Blocks(items, Block, threads, (first, last) =>
        {
            var (sums, seen, beside) = (new double[items], new bool[items], new List<int>());
            for (var item = first; item < last; item++)
            {
                var users = byItem.Columns(item);
                var values = byItem.Values(item);
                for (var at = 0; at < users.Length; at++)
                {
                    var others = byUser.Columns(users[at]);
                    var weights = byUser.Values(users[at]);
                    for (var i = 0; i < others.Length; i++)
                    {
                        if (!seen[others[i]])
                        {
                            seen[others[i]] = true;
                            beside.Add(others[i]);
                        }

                        sums[others[i]] += binary ? 1 : (double)values[at] * weights[i];
                    }
                }

                beside.Sort();
                visit(item, beside, sums);
                foreach (var other in beside)
                    (sums[other], seen[other]) = (0, false);
                beside.Clear();
            }
        }, cancellationToken);
    }
}
