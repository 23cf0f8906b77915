using System.Globalization;
using System.Text;
using Bellwether.Data.Formats;
using Bellwether.Data.Text;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Learning.Text;

/// <summary>How a text becomes words, as a value that a model stores: where words end, then case, accents, stop words, stems.</summary>
/// <remarks>The steps are those of <see cref="StandardAnalyzer"/>, in its order; only the splitting differs. Thread-safe; never throws for any text.</remarks>
public sealed record WordRule : IAnalyzer
{
    private const int Longest = 255, StackLimit = 1024;

    /// <summary>Where words end; by Unicode's rules by default.</summary>
    public WordSplit Split
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Split), value, "Split must be a named rule.");
    }

    /// <summary>Lower-cases; true by default.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Drops accents; false by default.</summary>
    public bool FoldAccents { get; init; }

    /// <summary>What is left out; none by default.</summary>
    public StopWords StopWords { get; init; } = StopWords.None;

    /// <summary>Stems English words (Porter2); false by default.</summary>
    public bool Stem { get; init; }

    /// <summary>White space alone, nothing changed: for texts that are prepared already.</summary>
    public static WordRule Prepared { get; } = new() { Split = WordSplit.Whitespace, LowerCase = false };

    /// <inheritdoc/>
    public string Signature => string.Create(CultureInfo.InvariantCulture,
        $"words/1 split={Split} lower={LowerCase} fold={FoldAccents} stop={StopWords.Count}:{StableHash.Of(string.Join('\n', StopWords.Words)):x} stem={Stem}");

    /// <inheritdoc/>
    public void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        Span<char> buffer = stackalloc char[StackLimit];
        var position = 0;
        if (Split == WordSplit.Unicode)
        {
            foreach (var token in new WordTokenizer(text))
                for (int start = token.Start, end = token.Start + token.Length; start < end;)
                {
                    var length = PieceLength(text[start..end]);
                    Emit(text.Slice(start, length), Stem && token.Kind == WordKind.Word, position++, start, buffer, ref sink);
                    start += length;
                }

            return;
        }

        for (var at = 0; at < text.Length;)
        {
            var length = Next(text, ref at, out var start);
            if (length > 0)
                Emit(text.Slice(start, length), Stem, position++, start, buffer, ref sink);
        }
    }

    internal void Write(ModelWriter writer)
    {
        writer.Int32((int)Split);
        writer.Bool(LowerCase);
        writer.Bool(FoldAccents);
        writer.Bool(Stem);
        writer.Text(string.Join('\n', StopWords.Words.Order(StringComparer.Ordinal)));
    }

    internal static WordRule Read(ModelReader reader)
    {
        var split = (WordSplit)reader.Int32();
        if (!Enum.IsDefined(split))
            throw new ModelFormatException($"A rule for words must have a known split, but has {(int)split}. The model was not written by Bellwether; train it again.");
        var rule = new WordRule { Split = split, LowerCase = reader.Bool(), FoldAccents = reader.Bool(), Stem = reader.Bool() };
        var words = reader.Text();
        return words.Length == 0 ? rule : rule with { StopWords = new StopWords(words.Split('\n')) };
    }

    /// <summary>At most the longest term, without dividing a surrogate pair.</summary>
    private static int PieceLength(ReadOnlySpan<char> rest) =>
        rest.Length <= Longest ? rest.Length : char.IsSurrogatePair(rest[Longest - 1], rest[Longest]) ? Longest - 1 : Longest;

    /// <summary>The next word from <paramref name="at"/> on: its length, 0 for none. Moves past it.</summary>
    private int Next(ReadOnlySpan<char> text, ref int at, out int start)
    {
        while (at < text.Length)
        {
            start = at;
            var first = Read(text, at, out var width);
            at += width;
            if (!Inside(first))
            {
                if (Split == WordSplit.Symbols && !Rune.IsWhiteSpace(first) && !Rune.IsControl(first))
                    return width;
                continue;
            }

            while (at < text.Length && at - start < Longest && Inside(Read(text, at, out width)))
                at += width;
            if (Split != WordSplit.Alphanumeric || Characters(text[start..at]) > 1)
                return at - start;
        }

        start = at;
        return 0;
    }

    private bool Inside(Rune rune) => Split switch
    {
        WordSplit.Whitespace => !Rune.IsWhiteSpace(rune) && rune.Value != 0,
        WordSplit.Symbols => Rune.IsLetterOrDigit(rune) || rune.Value == '_' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark,
        _ => rune.Value == '_' || Rune.IsLetter(rune) || Rune.IsNumber(rune),
    };

    private static int Characters(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var c in word)
            count += char.IsLowSurrogate(c) ? 0 : 1;
        return count;
    }

    private static Rune Read(ReadOnlySpan<char> text, int at, out int width)
    {
        Rune.DecodeFromUtf16(text[at..], out var rune, out width);
        return rune;
    }

    private void Emit<TSink>(ReadOnlySpan<char> word, bool stem, int position, int start, scoped Span<char> buffer, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        var length = word.Length;
        if (FoldAccents)
            length = TextNormalizer.FoldAccents(word, buffer);
        else
            word.CopyTo(buffer);
        if (LowerCase)
            TextNormalizer.Lower(buffer[..length], buffer);
        if (length == 0 || StopWords.Contains(buffer[..length]))
            return;
        if (stem)
            length = Porter2Stemmer.Stem(buffer[..length]);
        if (length > 0)
            sink.Term(buffer[..length], position, start, word.Length);
    }
}
