using System.Globalization;
using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>Reads the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizers
{
    public static IPreTokenizer? Read(Json json)
    {
        if (json.IsNull)
            return null;
        return json["type"].Text() switch
        {
            "Sequence" => new Sequence([.. json["pretokenizers"].Items().Select(Read).OfType<IPreTokenizer>()]),
            "ByteLevel" => new ByteLevel(json["add_prefix_space"].Bool(true), json["use_regex"].Bool(true)),
            "Whitespace" => new Classes(WhitespaceClass, DropFirst: true, Single: false),
            "WhitespaceSplit" => new Classes(rune => Rune.IsWhiteSpace(rune) ? 0 : 1, DropFirst: true, Single: false),
            "BertPreTokenizer" => new Classes(rune => Rune.IsWhiteSpace(rune) ? 0 : IsPunctuation(rune) ? -1 : 1, DropFirst: true, Single: false),
            "Metaspace" => Metaspace.Read(json),
            "Punctuation" => new Delimited(text => Points(text, IsPunctuation), Behavior(json["behavior"], "Isolated"), Invert: false),
            "Digits" => new Delimited(text => Points(text, Rune.IsNumber), json["individual_digits"].Bool() ? SplitBehavior.Isolated : SplitBehavior.Contiguous, Invert: false),
            "CharDelimiterSplit" => new Delimited(Literal(json["delimiter"].Character(" ")), SplitBehavior.Removed, Invert: false),
            "Split" => new Delimited(Pattern.Read(json["pattern"]).Matches, Behavior(json["behavior"], "Isolated"), json["invert"].Bool()),
            _ => throw json["type"].Wrong("a pre-tokenizer that is known: BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace, WhitespaceSplit"),
        };
    }

    /// <summary>Punctuation as BERT has it: every ASCII symbol, and what Unicode calls punctuation.</summary>
    public static bool IsPunctuation(Rune rune) =>
        rune.Value is >= 33 and <= 47 or >= 58 and <= 64 or >= 91 and <= 96 or >= 123 and <= 126 || (!rune.IsAscii && Rune.IsPunctuation(rune));

    private static int WhitespaceClass(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
            return 0;
        var word = rune.Value == '_' || Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
            || rune.Value is 0x200C or 0x200D;
        return word ? 1 : 2;
    }

    private static SplitBehavior Behavior(Json json, string otherwise) => (json.TextOrNull() ?? otherwise) switch
    {
        "Removed" or "removed" => SplitBehavior.Removed,
        "Isolated" or "isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" or "merged_with_previous" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" or "merged_with_next" => SplitBehavior.MergedWithNext,
        "Contiguous" or "contiguous" => SplitBehavior.Contiguous,
        _ => throw json.Wrong("Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous"),
    };

    private static Matcher Literal(string delimiter) => text =>
    {
        var found = new List<(int, int)>();
        for (int at = 0, next; (next = text[at..].IndexOf(delimiter, StringComparison.Ordinal)) >= 0; at += next + delimiter.Length)
            found.Add((at + next, delimiter.Length));
        return found;
    };

    private static List<(int Start, int Length)> Points(ReadOnlySpan<char> text, Func<Rune, bool> wanted)
    {
        var found = new List<(int, int)>();
        for (var at = 0; at < text.Length;)
        {
            if (wanted(AlignedText.RuneAt(text, at, out var width)))
                found.Add((at, width));
            at += width;
        }

        return found;
    }

    private delegate List<(int Start, int Length)> Matcher(ReadOnlySpan<char> text);

    private sealed record Sequence(IPreTokenizer[] Steps) : IPreTokenizer
    {
        public void Split(Piece piece, List<Piece> parts)
        {
            List<Piece> now = [piece], next = [];
            foreach (var step in Steps)
            {
                next.Clear();
                foreach (var part in now)
                    step.Split(part, next);
                (now, next) = (next, now);
            }

            parts.AddRange(now);
        }
    }

    /// <summary>Runs of the same class; class -1 is never joined, class 0 may be dropped.</summary>
    private sealed record Classes(Func<Rune, int> ClassOf, bool DropFirst, bool Single) : IPreTokenizer
    {
        public void Split(Piece piece, List<Piece> parts)
        {
            var text = piece.Span;
            for (var at = 0; at < text.Length;)
            {
                var (start, kind) = (at, ClassOf(AlignedText.RuneAt(text, at, out var width)));
                at += width;
                while (kind >= 0 && !Single && at < text.Length && ClassOf(AlignedText.RuneAt(text, at, out width)) == kind)
                    at += width;
                if (kind != 0 || !DropFirst)
                    parts.Add(piece.Slice(start, at - start));
            }
        }
    }

    private sealed record Delimited(Matcher Find, SplitBehavior Behavior, bool Invert) : IPreTokenizer
    {
        public void Split(Piece piece, List<Piece> parts)
        {
            var (spans, at) = (new List<(int Start, int End, bool Match)>(), 0);
            foreach (var (start, length) in Find(piece.Span))
            {
                if (length == 0)
                    continue;
                if (start > at)
                    spans.Add((at, start, Invert));
                spans.Add((start, at = start + length, !Invert));
            }

            if (at < piece.Length)
                spans.Add((at, piece.Length, Invert));
            var first = parts.Count;
            var joined = false;
            foreach (var (start, end, match) in spans)
            {
                var join = Behavior switch
                {
                    SplitBehavior.MergedWithPrevious => match && parts.Count > first && !joined,
                    SplitBehavior.MergedWithNext => parts.Count > first && joined && !match,
                    SplitBehavior.Contiguous => parts.Count > first && joined == match,
                    _ => false,
                };
                joined = match;
                if (match && Behavior == SplitBehavior.Removed)
                    continue;
                if (join)
                    parts[^1] = parts[^1] with { Length = parts[^1].Length + end - start };
                else
                    parts.Add(piece.Slice(start, end - start));
            }
        }
    }

    /// <summary>Spaces become a visible mark, with which words begin (Kudo and Richardson, "SentencePiece", 2018).</summary>
    private sealed record Metaspace(string Mark, bool Always, bool First, bool Divide) : IPreTokenizer
    {
        public static Metaspace Read(Json json)
        {
            var scheme = json["prepend_scheme"].TextOrNull() ?? (json["add_prefix_space"].Bool(true) ? "always" : "never");
            if (scheme is not ("always" or "first" or "never"))
                throw json["prepend_scheme"].Wrong("always, first or never");
            return new Metaspace(json["replacement"].Character("\u2581"), scheme == "always", scheme == "first", json["split"].Bool(true));
        }

        public void Split(Piece piece, List<Piece> parts)
        {
            if (piece.Length == 0)
                return;
            var text = new AlignedText();
            var span = piece.Span;
            if ((Always || (First && piece.IsFirst)) && span[0] != ' ' && !span.StartsWith(Mark))
                text.Append(Mark, piece.Text.Starts[piece.Start], piece.Text.Starts[piece.Start]);
            for (var i = piece.Start; i < piece.Start + piece.Length; i++)
                if (piece.Text.Chars[i] == ' ')
                    text.Append(Mark, piece.Text.Starts[i], piece.Text.Ends[i]);
                else
                    text.Append(piece.Text, i, 1);
            var start = 0;
            for (var at = 1; Divide && at < text.Length; at++)
                if (text.Span[at..].StartsWith(Mark))
                {
                    parts.Add(new Piece(text, start, at - start));
                    start = at;
                }

            parts.Add(new Piece(text, start, text.Length - start));
        }
    }
}
