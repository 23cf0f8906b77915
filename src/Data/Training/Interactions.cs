using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Data.Training;

/// <summary>Who touched what: a sparse matrix (users, items) of ratings, counts or ones. Immutable, safe to share between threads.</summary>
/// <remarks>Users and items are numbered from 0; whoever has names keeps the table. A pair stands at most once.</remarks>
public sealed class Interactions
{
    private SparseMatrix? _byItem;

    /// <summary>Sees a matrix (users, items) as interactions.</summary>
    public Interactions(SparseMatrix byUser) => ByUser = byUser;

    /// <summary>From triples in any order; of a pair that stands several times the values are added up.</summary>
    /// <param name="users">How many users there are.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="triples">User, item, value.</param>
    /// <exception cref="ArgumentException">A number is out of range or a value is not finite.</exception>
    public static Interactions From(int users, int items, IEnumerable<(int User, int Item, float Value)> triples)
    {
        Require.Positive(users);
        Require.Positive(items);
        var sorted = triples.ToArray();
        foreach (var (user, item, _) in sorted)
            if ((uint)user >= (uint)users || (uint)item >= (uint)items)
                throw new ArgumentException($"Users must be below {users} and items below {items}, but here is user {user} with item {item}.", nameof(triples));
        Array.Sort(sorted, (a, b) => a.User != b.User ? a.User.CompareTo(b.User) : a.Item.CompareTo(b.Item));
        var (starts, columns, values) = (new int[users + 1], new List<int>(sorted.Length), new List<float>(sorted.Length));
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i].User == sorted[i - 1].User && sorted[i].Item == sorted[i - 1].Item)
            {
                values[^1] += sorted[i].Value;
                continue;
            }

            columns.Add(sorted[i].Item);
            values.Add(sorted[i].Value);
            starts[sorted[i].User + 1]++;
        }

        for (var user = 0; user < users; user++)
            starts[user + 1] += starts[user];
        return new Interactions(new SparseMatrix(items, starts, [.. columns], [.. values]));
    }

    /// <summary>From events with times: an event's value halves for each half-life that it lies back, then those of a pair are added up.</summary>
    /// <param name="users">How many users there are.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="events">User, item, value and time, in any unit.</param>
    /// <param name="now">The time at which a value counts in full; later events count in full too.</param>
    /// <param name="halfLife">The half-life in the unit of the times.</param>
    /// <exception cref="ArgumentException">A number is out of range, a value is not finite, or the half-life is not above 0.</exception>
    public static Interactions Decayed(int users, int items, IEnumerable<(int User, int Item, float Value, long Time)> events, long now, double halfLife)
    {
        Require.Positive(halfLife);
        return From(users, items, events.Select(e => (e.User, e.Item, (float)(e.Value * Math.Pow(0.5, Math.Max(0, (double)now - e.Time) / halfLife)))));
    }

    /// <summary>How many users there are.</summary>
    public int Users => ByUser.Rows;

    /// <summary>How many items there are.</summary>
    public int Items => ByUser.Width;

    /// <summary>How many pairs there are.</summary>
    public int Count => ByUser.Entries;

    /// <summary>The matrix (users, items).</summary>
    public SparseMatrix ByUser { get; }

    /// <summary>The matrix (items, users), made when first asked for.</summary>
    public SparseMatrix ByItem => _byItem ??= ByUser.Transpose();

    /// <summary>A hash over all of it.</summary>
    public ulong ContentHash() => ByUser.ContentHash();
}
