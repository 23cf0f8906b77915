namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>What a statement does to the transaction.</summary>
internal enum TransactionVerb
{
    None,
    Begin,
    Commit,
    Rollback,
}
