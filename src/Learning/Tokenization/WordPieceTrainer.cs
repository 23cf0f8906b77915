using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Tokenization;

/// <summary>Learns a WordPiece tokenizer as BERT uses: by merging the most frequent pairs within words, as Hugging Face's trainer does, not by likelihood as in Schuster and Nakajima (2012).</summary>
/// <remarks>Tokens: the special ones, the characters of the texts as beginnings and (with <c>##</c>) as continuations, then merges. The order of texts does not matter. One thread.</remarks>
public sealed record WordPieceTrainer
{
    private const string Prefix = "##";

    /// <summary>The most tokens; characters come first, and are kept even where they are more.</summary>
    public int VocabularySize { get; init => field = Require.InRange(value, 1, 1 << 24); } = 30_000;

    /// <summary>Pairs that come less often are not merged.</summary>
    public int MinFrequency { get; init => field = Require.Positive(value); } = 2;

    /// <summary>Lower-cases and drops accents.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Tokens that are never divided; <c>[UNK]</c> must be among them.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>Learns from texts.</summary>
    /// <exception cref="TrainingException">A special token is empty or comes twice, or <c>[UNK]</c> is missing.</exception>
    public SubwordTokenizer Train(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        if (!SpecialTokens.Contains("[UNK]"))
            throw new TrainingException("Special tokens must hold '[UNK]', which stands for a word that cannot be divided, but do not.");
        var (tokens, ids) = SpecialVocabulary.Of(SpecialTokens);
        var normalizer = $$"""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":{{(LowerCase ? "true" : "false")}}}""";
        const string PreTokenizer = """{"type":"BertPreTokenizer"}""";
        var words = WordCounts.Of(texts, Normalizers.Read(Parse(normalizer)), PreTokenizers.Read(Parse(PreTokenizer))!, cancellationToken)
            .Select(w => (Symbols: WordCounts.Characters(w.Word).Select((c, i) => i == 0 ? c : Prefix + c).ToArray(), w.Count)).ToArray();
        foreach (var symbol in words.SelectMany(w => w.Symbols).Where(s => s.Count(char.IsSurrogate) % 2 == 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            SpecialVocabulary.Add(symbol, tokens, ids);
        var merger = new PairMerger();
        foreach (var (symbols, count) in words)
            if (symbols.All(ids.ContainsKey))
                merger.Add([.. symbols.Select(s => ids[s])], count);
        merger.Run(MinFrequency, Join, cancellationToken);
        return TokenizerFile.Make(SpecialTokens, normalizer, PreTokenizer, """{"type":"WordPiece","prefix":"##","cleanup":true}""", writer =>
        {
            writer.WriteString("type", "WordPiece");
            writer.WriteString("unk_token", "[UNK]");
            writer.WriteString("continuing_subword_prefix", Prefix);
            writer.WriteNumber("max_input_chars_per_word", 100);
            TokenizerFile.Vocabulary(writer, tokens);
        });

        int Join(int left, int right) => tokens.Count >= VocabularySize ? -1
            : SpecialVocabulary.Add(tokens[left] + (tokens[right].StartsWith(Prefix, StringComparison.Ordinal) ? tokens[right][Prefix.Length..] : tokens[right]), tokens, ids);
    }

    private static Json Parse(string json) => new(System.Text.Json.JsonDocument.Parse(json).RootElement, "trainer");
}
