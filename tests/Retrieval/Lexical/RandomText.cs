using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;

namespace Bellwether.Retrieval.Tests.Lexical;

/// <summary>Seeded documents and queries over a small vocabulary with a Zipf-like spread, so that words repeat, phrases occur and scores tie.</summary>
internal sealed class RandomText(Seed seed)
{
    private readonly RandomStream _stream = seed.Stream();

    public static IReadOnlyList<string> Vocabulary { get; } =
    [
        "alpha", "alphas", "alps", "beta", "betas", "best", "beast", "gamma", "gamut", "delta", "deltas", "épée", "eta", "theta", "iota", "我", "们", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "a", "ab", "abc", "abcd", "x1", "42",
    ];

    public string Word() => Vocabulary[(int)(Math.Pow(_stream.NextDouble(), 2.5) * Vocabulary.Count)];

    public string Words(int most) => string.Join(' ', Enumerable.Range(0, _stream.NextInt(most + 1)).Select(_ => Word()));

    public LexicalDocument Document(LexicalOptions options, int key, int most = 30) => new($"k{key}",
        [.. options.Fields.SelectMany(f => Enumerable.Range(0, _stream.NextInt(4) == 0 ? 2 : 1).Select(_ => KeyValuePair.Create(f.Name, Words(most))))]);

    public LexicalQuery Query(LexicalOptions options, int depth = 0)
    {
        var field = _stream.NextInt(3) == 0 ? options.Fields[_stream.NextInt(options.Fields.Count)].Name : null;
        var boost = _stream.NextInt(3) == 0 ? _stream.NextDouble(0.1, 5) : 1;
        List<LexicalQuery> Some(int most) => [.. Enumerable.Range(0, _stream.NextInt(most + 1)).Select(_ => Query(options, depth + 1))];
        return _stream.NextInt(depth < 2 ? 8 : 6) switch
        {
            0 => new TermQuery(Word()) { Field = field, Boost = boost },
            1 => new MatchQuery(Words(6)) { Field = field, Boost = boost },
            2 => new MatchQuery(Words(3)) { Field = field, Boost = boost, RequireAll = true },
            3 => new PhraseQuery(Words(3)) { Field = field, Boost = boost },
            4 => new PrefixQuery(Word()[..1]) { Field = field, Boost = boost },
            5 => new FuzzyQuery(Word()) { Field = field, Boost = boost, MaxEdits = _stream.NextInt(3), PrefixLength = _stream.NextInt(3) },
            _ => new BooleanQuery { Must = Some(2), Should = Some(3), MustNot = Some(1), Filter = Some(1), Boost = boost },
        };
    }

    public int Next(int bound) => _stream.NextInt(bound);
}
