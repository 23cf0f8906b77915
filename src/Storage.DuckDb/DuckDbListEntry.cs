using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb;

/// <summary>Where the elements of one LIST lie in the child vector.</summary>
/// <param name="Offset">The place of the first element.</param>
/// <param name="Length">How many there are.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbListEntry(ulong Offset, ulong Length);
