using System.IO.Compression;

namespace Bellwether.Benchmarks.Quality.Reading;

/// <summary>Files of the data library, unpacked on the way where their name ends with <c>.gz</c>.</summary>
public static class PlainText
{
    /// <summary>The bytes of a file.</summary>
    public static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>The lines of a file with their numbers from 1, without carriage returns; empty lines are left out.</summary>
    public static IEnumerable<(int Number, string Line)> Lines(string path)
    {
        using var reader = new StreamReader(Open(path));
        for (var number = 1; reader.ReadLine() is { } line; number++)
            if (line.Length > 0)
                yield return (number, line);
    }
}
