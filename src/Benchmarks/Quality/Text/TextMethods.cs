using Bellwether.Learning.Embeddings;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>The methods of all text cases, in the order of the tables. A new one is one line here.</summary>
internal static class TextMethods
{
    public static IReadOnlyList<TextMethod> All { get; } =
    [
        new("fastText, words and pairs, d 100, 25 epochs", new FastTextClassifier { Epochs = 25 }),
        new("fastText, subwords 3-5, d 100, 25 epochs", new FastTextClassifier { Epochs = 25, ShortestSubword = 3, LongestSubword = 5 }),
    ];
}
