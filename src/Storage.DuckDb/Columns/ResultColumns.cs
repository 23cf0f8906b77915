using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>Names and types of a result's columns.</summary>
internal static unsafe class ResultColumns
{
    public static DuckDbField[] Of(ResultHandle result)
    {
        var columns = new DuckDbField[NativeMethods.duckdb_column_count(result.Pointer)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new(NativeMethods.Text(NativeMethods.duckdb_column_name(result.Pointer, (ulong)i)),
                DuckDbLogicalType.Take(NativeMethods.duckdb_column_logical_type(result.Pointer, (ulong)i)));
        return columns;
    }
}
