namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>duckdb_statement_type, as far as the adapter tells statements apart.</summary>
internal enum StatementKind
{
    Transaction = 10,
}
