using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Tokenization;

/// <summary>Learns a byte-level BPE tokenizer (Sennrich et al. 2016; bytes as in GPT-2, Radford et al. 2019): no text is ever unknown.</summary>
/// <remarks>Tokens: the special ones, the 256 bytes, then merges by falling frequency, of equals the pair of lower numbers first. The order of texts does not matter. One thread.</remarks>
public sealed record BytePairTrainer
{
    /// <summary>The most tokens, special ones included; at least 256 more than those.</summary>
    public int VocabularySize { get; init => field = Require.InRange(value, 256, 1 << 24); } = 30_000;

    /// <summary>Pairs that come less often are not merged.</summary>
    public int MinFrequency { get; init => field = Require.Positive(value); } = 2;

    /// <summary>Tokens that are never divided and stand for themselves.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Learns from texts.</summary>
    /// <exception cref="TrainingException">A special token is empty or comes twice.</exception>
    public SubwordTokenizer Train(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        var (tokens, ids) = SpecialVocabulary.Of(SpecialTokens);
        foreach (var c in ByteLevel.Alphabet)
            SpecialVocabulary.Add(c.ToString(), tokens, ids);
        var (merger, merges) = (new PairMerger(), new List<(string, string)>());
        foreach (var (word, count) in WordCounts.Of(texts, null, new ByteLevel(AddPrefixSpace: false, UseRegex: true), cancellationToken))
            merger.Add([.. word.Select(c => ids[c.ToString()])], count);
        merger.Run(MinFrequency, Join, cancellationToken);
        return TokenizerFile.Make(SpecialTokens, null, """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""",
            """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""",
            writer =>
            {
                writer.WriteString("type", "BPE");
                writer.WriteNull("unk_token");
                writer.WriteBoolean("byte_fallback", false);
                TokenizerFile.Vocabulary(writer, tokens);
                writer.WriteStartArray("merges");
                foreach (var (left, right) in merges)
                {
                    writer.WriteStartArray();
                    writer.WriteStringValue(left);
                    writer.WriteStringValue(right);
                    writer.WriteEndArray();
                }

                writer.WriteEndArray();
            });

        int Join(int left, int right)
        {
            if (tokens.Count >= VocabularySize)
                return -1;
            merges.Add((tokens[left], tokens[right]));
            return SpecialVocabulary.Add(tokens[left] + tokens[right], tokens, ids);
        }
    }
}
