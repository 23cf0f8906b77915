using System.Buffers.Binary;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using Bellwether.Data.Formats;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Files of index images: a small header that is checked when the file is opened, and sections that are mapped.</summary>
/// <remarks>Layout, little-endian: <c>BWINDEX\x01</c>; the header's length (4 bytes); the format's name (length, UTF-8); the numbers (count, 8 bytes each); the sections (count; place, length and SHA-256
/// of each); SHA-256 of the header so far; then the sections, each at a multiple of 64. The file ends where the last section ends.</remarks>
internal static unsafe class IndexFile
{
    private const int LongestHeader = 65_536, Alignment = 64, Piece = 1 << 24;

    private static ReadOnlySpan<byte> Magic => "BWINDEX\x01"u8;

    public static void Save(IndexImage image, string path)
    {
        var header = Header(image);
        var temporary = path + ".writing";
        using (var file = File.Create(temporary))
        {
            file.Write(header);
            foreach (var section in image.Sections)
            {
                file.Write(new byte[Aligned(file.Position) - file.Position]);
                for (long at = 0; at < section.Length; at += Piece)
                    file.Write(new ReadOnlySpan<byte>(section.Pointer + at, (int)Math.Min(Piece, section.Length - at)));
            }

            file.Flush(flushToDisk: true);
        }

        GC.KeepAlive(image);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Maps a file. Reads and checks the header alone.</summary>
    /// <exception cref="ModelFormatException">The file is no index, is damaged in its header, or is cut short.</exception>
    public static IndexImage Open(string path, bool verify)
    {
        var length = new FileInfo(path).Length;
        var header = ReadHeader(path, length);
        var at = Magic.Length + 4;
        var format = Encoding.UTF8.GetString(Take(header, ref at, Int32(header, ref at)));
        var numbers = new long[Fitting(Int32(header, ref at), 8, header.Length - at)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(Take(header, ref at, 8));
        var sections = new Block[Fitting(Int32(header, ref at), 16 + SHA256.HashSizeInBytes, header.Length - at)];
        var mapping = new FileMapping(path, length);
        var end = (long)header.Length;
        for (var i = 0; i < sections.Length; i++)
        {
            var (place, size) = (BinaryPrimitives.ReadInt64LittleEndian(Take(header, ref at, 8)), BinaryPrimitives.ReadInt64LittleEndian(Take(header, ref at, 8)));
            var hash = Take(header, ref at, SHA256.HashSizeInBytes);
            if (place != Aligned(end) || size < 0 || size > length - place)
                throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture,
                    $"Section {i} of the index file '{path}' must lie at byte {Aligned(end)} and end by byte {length}, but says {place} and {size} bytes. The file is cut short or damaged; restore it from a copy."));
            end = place + size;
            sections[i] = new Block(mapping.Pointer + place, size, mapping);
            if (verify && !Hash(sections[i]).AsSpan().SequenceEqual(hash))
                throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"Section {i} of the index file '{path}' is damaged: its checksum does not agree with its bytes. Restore it from a copy."));
        }

        if (end != length)
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"The index file '{path}' must have {end} bytes, but has {length}. Restore it from a copy."));
        return new IndexImage(format, numbers, sections) { IsThorough = verify };
    }

    private static byte[] ReadHeader(string path, long length)
    {
        using var file = File.OpenRead(path);
        var start = new byte[Magic.Length + 4];
        if (length < start.Length || file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.AsSpan().StartsWith(Magic[..7]))
            throw new ModelFormatException($"'{path}' is not a Bellwether index file: it must begin with 'BWINDEX'.");
        if (start[7] != Magic[7])
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"The index file '{path}' is of version {start[7]}, this Bellwether reads version {Magic[7]}. Use the version that wrote it, or a newer one."));
        var size = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(Magic.Length));
        if (size < start.Length + SHA256.HashSizeInBytes || size > Math.Min(length, LongestHeader))
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"The header of the index file '{path}' must be shorter than the file and {LongestHeader} bytes, but says {size}. Restore it from a copy."));
        var header = new byte[size];
        start.CopyTo(header, 0);
        file.ReadExactly(header.AsSpan(start.Length));
        var body = header.AsSpan(0, size - SHA256.HashSizeInBytes);
        return SHA256.HashData(body).AsSpan().SequenceEqual(header.AsSpan(body.Length))
            ? header
            : throw new ModelFormatException($"The header of the index file '{path}' is damaged: its checksum does not agree with its bytes. Restore it from a copy.");
    }

    private static byte[] Header(IndexImage image)
    {
        var name = Encoding.UTF8.GetBytes(image.Format);
        var size = Magic.Length + 4 + 4 + name.Length + 4 + (image.Numbers.Length * 8) + 4 + (image.Sections.Length * (16 + SHA256.HashSizeInBytes)) + SHA256.HashSizeInBytes;
        var stream = new MemoryStream(size);
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(size);
        writer.Write(name.Length);
        writer.Write(name);
        writer.Write(image.Numbers.Length);
        foreach (var number in image.Numbers)
            writer.Write(number);
        writer.Write(image.Sections.Length);
        var end = (long)size;
        foreach (var section in image.Sections)
        {
            writer.Write(Aligned(end));
            writer.Write(section.Length);
            writer.Write(Hash(section));
            end = Aligned(end) + section.Length;
        }

        writer.Write(SHA256.HashData(stream.ToArray()));
        return stream.ToArray();
    }

    private static byte[] Hash(Block section)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long at = 0; at < section.Length; at += Piece)
            hash.AppendData(new ReadOnlySpan<byte>(section.Pointer + at, (int)Math.Min(Piece, section.Length - at)));
        GC.KeepAlive(section);
        return hash.GetHashAndReset();
    }

    private static long Aligned(long place) => (place + Alignment - 1) / Alignment * Alignment;

    private static int Int32(byte[] header, ref int at) => BinaryPrimitives.ReadInt32LittleEndian(Take(header, ref at, 4));

    private static int Fitting(int count, int size, int left) => count >= 0 && count <= left / size ? count : throw EndsEarly();

    private static ReadOnlySpan<byte> Take(byte[] header, ref int at, int count)
    {
        if (count < 0 || count > header.Length - SHA256.HashSizeInBytes - at)
            throw EndsEarly();
        at += count;
        return header.AsSpan(at - count, count);
    }

    private static ModelFormatException EndsEarly() => new("The header of the index file ends early: a count in it is larger than the header. Restore the file from a copy.");

    /// <summary>A file in memory, given back when nothing refers to it any more.</summary>
    private sealed class FileMapping
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;

        public FileMapping(string path, long length)
        {
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* pointer = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            Pointer = pointer + _view.PointerOffset;
        }

        ~FileMapping()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }

        public byte* Pointer { get; }
    }
}
