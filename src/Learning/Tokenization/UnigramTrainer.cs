using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Tokenization;

/// <summary>Learns a Unigram tokenizer (Kudo, "Subword Regularization", 2018): a large vocabulary is fitted by expectation and maximization, and the pieces whose loss costs the texts the
/// least likelihood are dropped, again and again, until the size is reached.</summary>
/// <remarks>Pieces: the special ones with <c>&lt;unk&gt;</c>, every character of the texts, and the pieces left, by falling score. Texts are normalized by NFKC and divided at spaces, which
/// become <c>▁</c>. The order of texts does not matter. One thread.</remarks>
public sealed record UnigramTrainer
{
    private const string Unknown = "<unk>";

    /// <summary>The most pieces; characters are kept even where they are more.</summary>
    public int VocabularySize { get; init => field = Require.InRange(value, 2, 1 << 24); } = 8_000;

    /// <summary>The longest piece, in UTF-16 code units.</summary>
    public int MaxPieceLength { get; init => field = Require.InRange(value, 1, 64); } = 16;

    /// <summary>How many pieces the first vocabulary holds at most.</summary>
    public int SeedSize { get; init => field = Require.Positive(value); } = 200_000;

    /// <summary>Which share of pieces stays in each round.</summary>
    public double ShrinkingFactor { get; init => field = Require.InRange(value, 0.05, 0.95); } = 0.75;

    /// <summary>Rounds of expectation and maximization before pieces are dropped.</summary>
    public int SubIterations { get; init => field = Require.Positive(value); } = 2;

    /// <summary>Tokens that are never divided; <c>&lt;unk&gt;</c> is put first where it is missing.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [Unknown];

    /// <summary>Learns from texts.</summary>
    /// <exception cref="TrainingException">The texts hold no characters, or a special token is empty or comes twice.</exception>
    public SubwordTokenizer Train(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> special = SpecialTokens.Contains(Unknown) ? SpecialTokens : [Unknown, .. SpecialTokens];
        var (tokens, _) = SpecialVocabulary.Of(special);
        const string Normalizer = """{"type":"NFKC"}""", Spaces = """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""";
        var words = WordCounts.Of(texts, Normalizers.Read(Parse(Normalizer)), PreTokenizers.Read(Parse(Spaces))!, cancellationToken);
        words.RemoveAll(w => w.Word.Length == 0 || HasLoneSurrogate(w.Word));
        if (words.Count == 0)
            throw new TrainingException($"A Unigram tokenizer must see characters, but the {texts.Count} texts hold none.");
        var lattice = new UnigramLattice(words, MaxPieceLength);
        var pieces = lattice.Seed(SeedSize);
        var target = Math.Max(1, VocabularySize - tokens.Count);
        while (true)
        {
            for (var i = 0; i < SubIterations; i++)
                pieces = lattice.Fit(pieces, cancellationToken);
            if (pieces.Count <= target * 1.1)
                break;
            var kept = lattice.Prune(pieces, Math.Max((int)(target * 1.1), (int)(pieces.Count * ShrinkingFactor)), cancellationToken);
            if (kept.Count == pieces.Count)
                break;
            pieces = kept;
        }

        var final = lattice.Finish(pieces, target);
        return TokenizerFile.Make(special, Normalizer, Spaces, Spaces, writer =>
        {
            writer.WriteString("type", "Unigram");
            writer.WriteNumber("unk_id", tokens.IndexOf(Unknown));
            writer.WriteBoolean("byte_fallback", false);
            writer.WriteStartArray("vocab");
            foreach (var (piece, score) in tokens.Select(t => (t, 0.0)).Concat(final))
            {
                writer.WriteStartArray();
                writer.WriteStringValue(piece);
                writer.WriteNumberValue(score);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        });
    }

    private static Json Parse(string json) => new(System.Text.Json.JsonDocument.Parse(json).RootElement, "trainer");

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        return false;
    }
}
