using System.Runtime.CompilerServices;

namespace Bellwether.Features.Windows;

/// <summary>Reads and writes the words of records.</summary>
internal static class Record
{
    /// <summary>The time of a record that stands for no event.</summary>
    public const long Never = long.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Number(long[] words, int at) => BitConverter.Int64BitsToDouble(words[at]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Number(long[] words, int at, double value) => words[at] = BitConverter.DoubleToInt64Bits(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Wide(long[] words, int at) => new((ulong)words[at + 1], (ulong)words[at]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wide(long[] words, int at, Int128 value) => (words[at], words[at + 1]) = (unchecked((long)(ulong)value), unchecked((long)(ulong)(value >> 64)));
}
