using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Bellwether.Features.Windows;

/// <summary>Asks the processor for memory before it is needed, so that waits overlap. Changes nothing else.</summary>
internal static class Memory
{
    /// <summary>Asks for the cache line of one item. The index may lie outside: then nothing useful happens, and nothing bad.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(T[] items, int index)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(items), index)));
    }
}
