using System.Buffers;
using System.Globalization;
using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Text;

/// <summary>Words of Unicode, accents folded, lower-cased, stop words left out where wanted, stemmed where wanted: what suits most texts.</summary>
/// <remarks>The steps, in order: <see cref="WordTokenizer"/>, <see cref="TextNormalizer.FoldAccents"/>, <see cref="TextNormalizer.Lower"/>, <see cref="StopWords"/>,
/// <see cref="Porter2Stemmer"/> (words alone, not numbers or emoji). A Han character or Hiragana letter is one term, so that a phrase query finds words of Chinese and Japanese.
/// Allocates nothing but for a word longer than <see cref="LongestTerm"/>'s default. Thread-safe.</remarks>
public sealed record StandardAnalyzer : IAnalyzer
{
    private const int StackLimit = 256;

    /// <summary>Lower-cases; true by default.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Drops accents; true by default.</summary>
    public bool FoldAccents { get; init; } = true;

    /// <summary>What is left out; its positions stay as holes. None by default.</summary>
    public StopWords StopWords { get; init; } = StopWords.None;

    /// <summary>Stems English words; false by default.</summary>
    public bool Stem { get; init; }

    /// <summary>A word longer than this, in UTF-16 code units, is divided into terms of this length, as Lucene does; 255 by default.</summary>
    public int LongestTerm { get; init => field = Require.InRange(value, 4, 8_192); } = 255;

    /// <summary>Stemming and Lucene's English stop words: for English prose.</summary>
    public static StandardAnalyzer English { get; } = new() { Stem = true, StopWords = StopWords.English };

    /// <inheritdoc/>
    public string Signature => string.Create(CultureInfo.InvariantCulture,
        $"standard/1 lower={LowerCase} fold={FoldAccents} stop={StopWords.Count}:{StableHash.Of(string.Join('\n', StopWords.Words)):x} stem={Stem} longest={LongestTerm}");

    /// <inheritdoc/>
    public void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        char[]? rented = null;
        var room = LongestTerm * TextNormalizer.LongestGrowth;
        Span<char> buffer = room <= StackLimit * TextNormalizer.LongestGrowth ? stackalloc char[room] : (rented = ArrayPool<char>.Shared.Rent(room));
        try
        {
            var position = 0;
            foreach (var token in new WordTokenizer(text))
                for (int start = token.Start, end = token.Start + token.Length; start < end;)
                {
                    var length = PieceLength(text[start..end]);
                    Emit(text.Slice(start, length), token.Kind, position++, start, buffer, ref sink);
                    start += length;
                }
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>At most the longest term, without dividing a surrogate pair.</summary>
    private int PieceLength(ReadOnlySpan<char> rest)
    {
        if (rest.Length <= LongestTerm)
            return rest.Length;
        return char.IsHighSurrogate(rest[LongestTerm - 1]) && char.IsLowSurrogate(rest[LongestTerm]) ? LongestTerm - 1 : LongestTerm;
    }

    private void Emit<TSink>(ReadOnlySpan<char> word, WordKind kind, int position, int start, scoped Span<char> buffer, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        int length;
        if (FoldAccents)
        {
            length = TextNormalizer.FoldAccents(word, buffer);
        }
        else
        {
            word.CopyTo(buffer);
            length = word.Length;
        }

        if (LowerCase)
            TextNormalizer.Lower(buffer[..length], buffer);
        if (length == 0 || StopWords.Contains(buffer[..length]))
            return;
        if (Stem && kind == WordKind.Word)
            length = Porter2Stemmer.Stem(buffer[..length]);
        if (length > 0)
            sink.Term(buffer[..length], position, start, word.Length);
    }
}
