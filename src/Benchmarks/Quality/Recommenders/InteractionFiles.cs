using System.Globalization;
using System.IO.Compression;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Recommenders;

/// <summary>Reads the gzipped text files of the recommendation sets.</summary>
internal static class InteractionFiles
{
    /// <summary>Lines of a user and the items touched, all numbers from 0, split by blanks.</summary>
    public static Interactions Lists(string path, int users, int items) => Interactions.From(users, items, Lines(path).SelectMany(line =>
    {
        var numbers = Numbers(path, line, ' ', 1);
        return numbers.Skip(1).Select(item => (numbers[0], item, 1f));
    }));

    /// <summary>MovieLens lines: user and item from 1, rating, time, split by tabs.</summary>
    public static Interactions Ratings(string path, int users, int items) => Interactions.From(users, items, Lines(path).Select(line =>
    {
        var numbers = Numbers(path, line, '\t', 4);
        return (numbers[0] - 1, numbers[1] - 1, (float)numbers[2]);
    }));

    /// <summary>Lines of two nodes, numbered from 0: undirected edges.</summary>
    public static (int From, int To)[] Edges(string path) => [.. Lines(path).Select(line =>
    {
        var numbers = Numbers(path, line, ' ', 2);
        return (numbers[0], numbers[1]);
    })];

    private static IEnumerable<(int Number, string Text)> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        for (var number = 1; reader.ReadLine() is { } text; number++)
            if (text.Length > 0)
                yield return (number, text);
    }

    private static int[] Numbers(string path, (int Number, string Text) line, char separator, int least)
    {
        var parts = line.Text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out numbers[i]))
                throw new InvalidDataException($"{path}, line {line.Number}: '{parts[i]}' must be a whole number.");
        return numbers.Length >= least ? numbers : throw new InvalidDataException($"{path}, line {line.Number}: there must be at least {least} numbers, but are {numbers.Length}.");
    }
}
