using Bellwether.Data.Models;
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
    public static IReadOnlyList<TextMethod> All { get; } =
    [
        new("fastText, words and pairs, d 100, 25 epochs", new FastTextClassifier { Epochs = 25 }),
        new("fastText, subwords 3-5, d 100, 25 epochs", new FastTextClassifier { Epochs = 25, ShortestSubword = 3, LongestSubword = 5 }),
        new("linear SVM on tf-idf, words and pairs", Linear(new LinearSvm())),
        new("logistic regression on tf-idf, words and pairs, C 10", Linear(new SparseLogisticRegression { Penalty = Penalty.L2(0.1), Tolerance = 1e-3 })),
        new("complement naive Bayes on tf-idf, words and pairs", Linear(new ComplementNaiveBayes { Alpha = 0.3 })),
        new("linear SVM on tf-idf, words", new TextClassifier(new TfidfVectorizer { SublinearTf = true }, new LinearSvm())),
    ];

    private static TextClassifier Linear(ISparseLearner learner) =>
        new(new TfidfVectorizer { SublinearTf = true, Terms = new TermRule { Longest = 2 } }, learner);
}
