using Bellwether.Data.Tables;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Profiling;

/// <summary>Computes the profile of a table in one pass and bounded memory: per column at most a few megabytes, for whole rows at most one
/// million hashes.</summary>
/// <remarks>Deterministic: the same rows in the same order give the same profile, byte for byte.</remarks>
public static class DataProfiler
{
    private const int ExactRows = 1_000_000;

    /// <summary>Reads a table to its end.</summary>
    /// <param name="reader">The table; it is read, but not disposed.</param>
    /// <param name="progress">Told how much has been read, 0 to 1, once per batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="TableFileException">The file is broken.</exception>
    public static async Task<DataProfile> ProfileAsync(ITableReader reader, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var columns = reader.Columns.Select(c => new ColumnProfiler(c)).ToArray();
        var distinct = new DistinctCount(ExactRows);
        long rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                var hash = 0UL;
                for (var i = 0; i < columns.Length; i++)
                    hash = StableHash.Of(columns[i].Add(batch, i, row), hash);
                distinct.Add(hash);
            }

            rows += batch.RowCount;
            progress?.Report(reader.Progress);
        }

        progress?.Report(1);
        return new DataProfile(rows, Math.Max(0, rows - (long)distinct.Value), distinct.IsExact, [.. columns.Select(c => c.Finish())]);
    }
}
