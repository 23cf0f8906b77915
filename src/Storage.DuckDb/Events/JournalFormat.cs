using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using Bellwether.Data;
using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>The bytes of a journal segment.</summary>
/// <remarks>
/// All numbers little-endian. Header, 32 bytes: magic <c>BWJRNL01</c>, first sequence (i64), the sequence before it (i64: normally one less; less
/// than that where a salvage left a gap), CRC-32C of the 24 bytes (u32), zero (u32). Record: length of the body (u32), CRC-32C of the length
/// and the body (u32), body = sequence (i64), received at (i64, Unix microseconds), time (i64), flags (u8, bit 0: last event of its append),
/// bytes of system, type and id (u16 each), then system, type, id and payload in UTF-8.
/// </remarks>
internal static class JournalFormat
{
    public const int HeaderBytes = 32;
    public const string Pattern = "journal-*.bwj";
    private const int FrameBytes = 8;
    private const int FixedBytes = 31;
    private const int MaximumBody = EventIntake.MaximumPayloadBytes + 4096;

    private static ReadOnlySpan<byte> Magic => "BWJRNL01"u8;

    public static string FileName(long firstSequence) => string.Create(CultureInfo.InvariantCulture, $"journal-{firstSequence:D20}.bwj");

    public static byte[] Header(long firstSequence, long previousSequence)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), firstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), previousSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), Crc(0, header.AsSpan(0, 24)));
        return header;
    }

    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out long firstSequence, out long previousSequence)
    {
        firstSequence = previousSequence = 0;
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]) != Crc(0, bytes[..24]))
            return false;
        firstSequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        previousSequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        return true;
    }

    public static void Write(ArrayBufferWriter<byte> target, StoredEvent stored, bool lastOfAppend)
    {
        var record = stored.Event;
        var names = Encoding.UTF8.GetByteCount(record.System) + Encoding.UTF8.GetByteCount(record.Type) + Encoding.UTF8.GetByteCount(record.Id);
        var body = FixedBytes + names + record.Payload.Length;
        var span = target.GetSpan(FrameBytes + body)[..(FrameBytes + body)];
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)body);
        var at = span[FrameBytes..];
        BinaryPrimitives.WriteInt64LittleEndian(at, stored.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(at[8..], UnixMicroseconds.Of(stored.ReceivedAt));
        BinaryPrimitives.WriteInt64LittleEndian(at[16..], UnixMicroseconds.Of(record.Time));
        at[24] = lastOfAppend ? (byte)1 : (byte)0;
        var text = at[FixedBytes..];
        text = text[WriteText(text, record.System, at[25..])..];
        text = text[WriteText(text, record.Type, at[27..])..];
        text = text[WriteText(text, record.Id, at[29..])..];
        record.Payload.Span.CopyTo(text);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], Crc(Crc(0, span[..4]), span[FrameBytes..]));
        target.Advance(span.Length);
    }

    /// <summary>Reads the record at an offset; false when there is no whole, undamaged one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long offset, [NotNullWhen(true)] out StoredEvent? stored, out bool lastOfAppend, out long next)
    {
        stored = null;
        lastOfAppend = false;
        next = offset;
        var span = bytes[(int)offset..];
        if (span.Length < FrameBytes + FixedBytes)
            return false;
        var body = BinaryPrimitives.ReadUInt32LittleEndian(span);
        if (body is < FixedBytes or > MaximumBody || body > span.Length - FrameBytes)
            return false;
        var at = span.Slice(FrameBytes, (int)body);
        int system = BinaryPrimitives.ReadUInt16LittleEndian(at[25..]), type = BinaryPrimitives.ReadUInt16LittleEndian(at[27..]), id = BinaryPrimitives.ReadUInt16LittleEndian(at[29..]);
        if (FixedBytes + system + type + id > body || BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) != Crc(Crc(0, span[..4]), at))
            return false;
        var text = at[FixedBytes..];
        stored = new(
            BinaryPrimitives.ReadInt64LittleEndian(at),
            UnixMicroseconds.ToTime(BinaryPrimitives.ReadInt64LittleEndian(at[8..])),
            new(
                Encoding.UTF8.GetString(text[..system]),
                Encoding.UTF8.GetString(text.Slice(system, type)),
                Encoding.UTF8.GetString(text.Slice(system + type, id)),
                UnixMicroseconds.ToTime(BinaryPrimitives.ReadInt64LittleEndian(at[16..])),
                text[(system + type + id)..].ToArray()));
        lastOfAppend = (at[24] & 1) != 0;
        next = offset + FrameBytes + body;
        return true;
    }

    private static int WriteText(Span<byte> target, string text, Span<byte> length)
    {
        var written = Encoding.UTF8.GetBytes(text, target);
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)written);
        return written;
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
