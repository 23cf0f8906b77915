using System.Runtime.InteropServices;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Text;

/// <summary>Gathers the entries of a row: columns in any order, counted, weighed, made as long as the norm says. One a thread, used again.</summary>
internal sealed class RowBuilder(TermRule rule)
{
    private const int Block = 256;

    [ThreadStatic]
    private static RowBuilder? t_last;

    private readonly TermRule _rule = rule;
    private readonly List<long> _entries = [];

    /// <summary>Lists the terms of a text.</summary>
    public TermReader Terms { get; } = new(rule);

    /// <summary>This thread's builder for a rule.</summary>
    public static RowBuilder Rent(TermRule rule)
    {
        if (t_last is null || !ReferenceEquals(t_last._rule, rule))
            t_last = new RowBuilder(rule);
        t_last._entries.Clear();
        return t_last;
    }

    /// <summary>One more of a column: 1, or -1 where signs alternate.</summary>
    public void Add(int column, int sign) => _entries.Add(((long)column << 1) | (sign < 0 ? 1L : 0));

    /// <summary>Writes the row: columns rising, each with its weighed count; entries that come to 0 are left out.</summary>
    public void Finish(Func<int, double, double>? weigh, VectorNorm norm, List<int> columns, List<float> values)
    {
        columns.Clear();
        values.Clear();
        var entries = CollectionsMarshal.AsSpan(_entries);
        entries.Sort();
        for (var i = 0; i < entries.Length;)
        {
            var (column, count) = ((int)(entries[i] >> 1), 0);
            for (; i < entries.Length && (int)(entries[i] >> 1) == column; i++)
                count += (entries[i] & 1) == 0 ? 1 : -1;
            var value = weigh is null ? count : weigh(column, count);
            if (value == 0)
                continue;
            columns.Add(column);
            values.Add((float)value);
        }

        var span = CollectionsMarshal.AsSpan(values);
        var length = 0.0;
        foreach (var value in span)
            length += norm == VectorNorm.L2 ? (double)value * value : Math.Abs(value);
        length = norm == VectorNorm.L2 ? Math.Sqrt(length) : length;
        if (norm == VectorNorm.None || !(length > 0))
            return;
        foreach (ref var value in span)
            value = (float)(value / length);
    }

    /// <summary>The rows of texts: blocks are shared out, and put together in order.</summary>
    public static SparseMatrix Matrix(IFittedVectorizer vectorizer, IReadOnlyList<string> texts, int threads, CancellationToken cancellationToken)
    {
        var blocks = new (int[] Lengths, List<int> Columns, List<float> Values)[(texts.Count + Block - 1) / Block];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken };
        Parallel.For(0, blocks.Length, parallel, block =>
        {
            var (columns, values, all, allValues) = (new List<int>(), new List<float>(), new List<int>(), new List<float>());
            var lengths = new int[Math.Min(Block, texts.Count - (block * Block))];
            for (var i = 0; i < lengths.Length; i++)
            {
                vectorizer.Transform(texts[(block * Block) + i], columns, values);
                lengths[i] = columns.Count;
                all.AddRange(columns);
                allValues.AddRange(values);
            }

            blocks[block] = (lengths, all, allValues);
        });
        var starts = new int[texts.Count + 1];
        var row = 0;
        foreach (var block in blocks)
            foreach (var length in block.Lengths)
            {
                starts[row + 1] = checked(starts[row] + length);
                row++;
            }

        return new SparseMatrix(vectorizer.Width, starts, [.. blocks.SelectMany(b => b.Columns)], [.. blocks.SelectMany(b => b.Values)]);
    }
}
