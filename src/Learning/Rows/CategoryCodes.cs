using Bellwether.Data.Formats;

namespace Bellwether.Learning.Rows;

/// <summary>The category codes seen in training, sorted, each with a dense number from 0. Immutable.</summary>
internal sealed class CategoryCodes
{
    private readonly double[] _codes;

    /// <summary>Takes codes sorted ascending without repeats.</summary>
    public CategoryCodes(double[] codes) => _codes = codes;

    /// <summary>How many there are.</summary>
    public int Count => _codes.Length;

    /// <summary>The codes in ascending order.</summary>
    public ReadOnlySpan<double> Codes => _codes;

    /// <summary>The dense number of a code, or -1 when it was not seen. The code must not be NaN.</summary>
    public int IndexOf(double code)
    {
        var (low, high) = (0, _codes.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_codes[middle] < code)
                low = middle + 1;
            else if (_codes[middle] > code)
                high = middle - 1;
            else
                return middle;
        }

        return -1;
    }

    /// <summary>The <paramref name="limit"/> most frequent codes of a column; the smaller code first among equally frequent ones, so that
    /// the order of rows does not matter.</summary>
    public static CategoryCodes MostFrequent(ReadOnlySpan<double> column, int limit)
    {
        var counts = new Dictionary<double, int>();
        Tally(column, counts);
        return MostFrequent(counts, limit);
    }

    /// <summary>Counts the codes of some rows.</summary>
    public static void Tally(ReadOnlySpan<double> values, Dictionary<double, int> counts)
    {
        foreach (var code in values)
            if (!double.IsNaN(code))
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, code, out _)++;
    }

    /// <summary>The most frequent of counted codes.</summary>
    public static CategoryCodes MostFrequent(Dictionary<double, int> counts, int limit)
    {
        double[] codes = [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(limit).Select(c => c.Key)];
        Array.Sort(codes);
        return new CategoryCodes(codes);
    }

    /// <summary>Writes the codes.</summary>
    public void Write(ModelWriter writer) => writer.Array<double>(_codes);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The codes are not ascending.</exception>
    public static CategoryCodes Read(ModelReader reader)
    {
        var codes = reader.Array<double>();
        for (var i = 1; i < codes.Length; i++)
            if (!(codes[i] > codes[i - 1]))
                throw new ModelFormatException("Category codes must be ascending. The model was not written by Bellwether; train it again.");
        return new CategoryCodes(codes);
    }
}
