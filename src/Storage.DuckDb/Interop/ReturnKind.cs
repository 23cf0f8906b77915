namespace Bellwether.Storage.DuckDb.Interop;

internal enum ReturnKind
{
    Invalid = 0,
    ChangedRows = 1,
    Nothing = 2,
    Rows = 3,
}
