using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Text;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Learning.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Text;

/// <summary>Vectorizers against scikit-learn 1.2.1 (Oracles/make_text.py).</summary>
public sealed class VectorizerOracleTests
{
    private static readonly JsonElement s_oracle = Oracle.Read("text.json");
    private static readonly TermRule s_pairs = new() { Longest = 2 };

    private static readonly Dictionary<string, IVectorizer> s_cases = new()
    {
        ["plain"] = new TfidfVectorizer(),
        ["sublinear"] = new TfidfVectorizer { SublinearTf = true, SmoothIdf = false, Norm = VectorNorm.L1 },
        ["bigrams"] = new TfidfVectorizer { Terms = s_pairs, MinTexts = 2, Norm = VectorNorm.None },
        ["common"] = new TfidfVectorizer { MaxShare = 0.3, Binary = true },
        ["count"] = new TfidfVectorizer { MaxFeatures = 3, UseIdf = false, Norm = VectorNorm.None },
        ["stop"] = new TfidfVectorizer
        {
            Terms = new() { Shortest = 2, Longest = 2, Words = new() { Split = WordSplit.Alphanumeric, StopWords = new StopWords(["the", "not", "is"]) } },
            UseIdf = false,
            Norm = VectorNorm.None,
        },
        ["char"] = new TfidfVectorizer { Terms = new() { Unit = TermUnit.Character, Shortest = 2, Longest = 3 } },
        ["char_wb"] = new TfidfVectorizer { Terms = new() { Unit = TermUnit.CharacterWithinWords, Shortest = 3, Longest = 5 }, UseIdf = false },
        ["hashing"] = new HashingVectorizer { Width = 64 },
        ["hashing_plain"] = new HashingVectorizer { Width = 1024, AlternateSign = false, Norm = VectorNorm.L1, Terms = s_pairs },
    };

    public static TheoryData<string> All => [.. s_cases.Keys];

    [Theory, MemberData(nameof(All))]
    public void Rows_are_those_of_scikit_learn(string name)
    {
        string[] texts = [.. s_oracle.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];
        var expected = s_oracle.GetProperty("cases").GetProperty(name);
        var model = s_cases[name].Fit(texts, new FitContext(new Seed(1)));
        var rows = model.Transform(texts, threads: 2);
        if (model is TfidfModel tfidf)
            Assert.Equal(expected.GetProperty("terms").EnumerateArray().Select(t => t.GetString()!), tfidf.Terms);
        Assert.Equal(expected.GetProperty("starts").EnumerateArray().Select(t => t.GetInt32()), rows.Starts.ToArray());
        Assert.Equal(expected.GetProperty("columns").EnumerateArray().Select(t => t.GetInt32()), rows.AllColumns.ToArray());
        var values = expected.Numbers("values");
        for (var i = 0; i < values.Length; i++)
            Assert.Equal(values[i], rows.AllValues[i], 1e-6 * Math.Max(1, Math.Abs(values[i])));
    }
}
