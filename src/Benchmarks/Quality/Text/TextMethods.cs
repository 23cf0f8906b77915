using Bellwether.Learning.Embeddings;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Sparse;
using Bellwether.Learning.Text;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>The methods of all text cases, in the order of the tables. A new one is one line here.</summary>
internal static class TextMethods
{
    private static readonly TfidfVectorizer s_words = new() { SublinearTf = true, Terms = new() { Longest = 2, Words = new() { Split = WordSplit.Symbols } } };
    private static readonly TfidfVectorizer s_characters = new() { SublinearTf = true, Terms = new() { Unit = TermUnit.CharacterWithinWords, Shortest = 2, Longest = 5 } };

    public static IReadOnlyList<TextMethod> All { get; } =
    [
        new("tf-idf words and pairs + complement naive Bayes", new TextClassifier(s_words, new ComplementNaiveBayes { Alpha = 0.3 })),
        new("tf-idf words and pairs + logistic regression, C 10", new TextClassifier(s_words, new SparseLogisticRegression { Penalty = Penalty.L2(0.1), Tolerance = 1e-3 })),
        new("tf-idf words and pairs + linear SVM", new TextClassifier(s_words, new LinearSvm())),
        new("tf-idf characters 2-5 + linear SVM", new TextClassifier(s_characters, new LinearSvm())),
        new("fastText, words and pairs, d 100, 25 epochs", new FastTextClassifier { Epochs = 25 }),
        new("fastText, subwords 3-5, d 100, 25 epochs", new FastTextClassifier { Epochs = 25, ShortestSubword = 3, LongestSubword = 5 }),
        new("tf-idf words + linear SVM", new TextClassifier(new TfidfVectorizer { SublinearTf = true }, new LinearSvm())),
    ];
}
