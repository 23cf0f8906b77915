using System.Buffers.Binary;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Reading;

/// <summary>Files of the IDX format: bytes in up to three dimensions, as MNIST and its kin are published.</summary>
public static class IdxFile
{
    /// <summary>Reads unsigned bytes.</summary>
    /// <returns>The bytes, and the size of each dimension.</returns>
    /// <exception cref="InvalidDataException">The header or the length is wrong.</exception>
    public static (byte[] Values, int[] Sizes) Read(string path)
    {
        using var stream = PlainText.Open(path);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var bytes = buffer.ToArray();
        if (bytes.Length < 8 || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] is < 1 or > 3 || bytes.Length < 4 + (4 * bytes[3]))
            throw new InvalidDataException($"'{path}' must be an IDX file of unsigned bytes, but its header is another.");
        int[] sizes = [.. Enumerable.Range(0, bytes[3]).Select(d => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 + (4 * d))))];
        var header = 4 + (4 * sizes.Length);
        var expected = sizes.Aggregate(1L, (product, size) => product * size);
        return bytes.Length - header == expected ? (bytes[header..], sizes)
            : throw new InvalidDataException($"'{path}' must hold {expected} values, but holds {bytes.Length - header}.");
    }

    /// <summary>Images with labels as rows: a feature per pixel, 0 to 255.</summary>
    /// <exception cref="InvalidDataException">There are not as many labels as images.</exception>
    public static Dataset Images(string images, string labels)
    {
        var ((pixels, sizes), (classes, _)) = (Read(images), Read(labels));
        var (rows, width) = (sizes[0], sizes[1] * sizes[2]);
        if (classes.Length != rows)
            throw new InvalidDataException($"'{labels}' must hold {rows} labels, as many as '{images}' has images, but holds {classes.Length}.");
        var columns = new double[width][];
        for (var column = 0; column < width; column++)
        {
            columns[column] = new double[rows];
            for (var row = 0; row < rows; row++)
                columns[column][row] = pixels[(row * width) + column];
        }

        var schema = new FeatureSchema(Enumerable.Range(0, width).Select(p => new FeatureSpec($"pixel_{p / sizes[2]}_{p % sizes[2]}")));
        return new Dataset(schema, columns, [.. classes.Select(c => (double)c)], new long[rows]);
    }
}
