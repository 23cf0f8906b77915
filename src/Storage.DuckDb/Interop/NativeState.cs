namespace Bellwether.Storage.DuckDb.Interop;

internal enum NativeState
{
    Success = 0,
    Error = 1,
}
