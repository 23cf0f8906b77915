using System.Globalization;
using System.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Retrieval;

/// <summary>Seeded documents of words t0, t1, ... : word r has probability proportional to 1 / (r + 1) (Zipf), lengths are log-normal with a mean of about 57 words, at least 5.</summary>
/// <remarks>Words of a document are independent but for bursts: with probability 0.2 a word repeats an earlier one of its document, as words of real texts do.</remarks>
public sealed class ZipfCorpus
{
    private readonly double[] _keep;
    private readonly int[] _alias;

    public ZipfCorpus(int vocabulary)
    {
        // Walker's alias method.
        (_keep, _alias) = (new double[vocabulary], new int[vocabulary]);
        var total = Enumerable.Range(1, vocabulary).Sum(r => 1.0 / r);
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < vocabulary; i++)
        {
            _keep[i] = vocabulary / ((i + 1) * total);
            (_keep[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (low, high) = (small.Pop(), large.Pop());
            _alias[low] = high;
            _keep[high] -= 1 - _keep[low];
            (_keep[high] < 1 ? small : large).Push(high);
        }

        foreach (var rest in small.Concat(large))
            _keep[rest] = 1;
    }

    public IEnumerable<int[]> Documents(int count, Seed seed)
    {
        for (var d = 0; d < count; d++)
        {
            var stream = seed.Derive(d).Stream();
            var words = new int[Math.Max(5, (int)stream.NextLogNormal(Math.Log(45), 0.7))];
            for (var i = 0; i < words.Length; i++)
                words[i] = i > 0 && stream.NextBool(0.2) ? words[stream.NextInt(i)] : Word(stream);
            yield return words;
        }
    }

    /// <summary>Queries of 2 to 5 different words that occur together in a document.</summary>
    public IEnumerable<int[]> Queries(int count, Seed seed)
    {
        foreach (var (words, q) in Documents(count, seed).Select((w, q) => (w, q)))
        {
            var stream = seed.Derive("query").Derive(q).Stream();
            stream.Shuffle(words.AsSpan());
            yield return [.. words.Distinct().Take(2 + stream.NextInt(4))];
        }
    }

    public static string Text(ReadOnlySpan<int> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
            text.Append(CultureInfo.InvariantCulture, $"t{word} ");
        return text.ToString();
    }

    private int Word(RandomStream stream)
    {
        var i = stream.NextInt(_keep.Length);
        return stream.NextDouble() < _keep[i] ? i : _alias[i];
    }
}
