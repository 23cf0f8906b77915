using System.Globalization;
using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>Reads the <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class Normalizers
{
    public static INormalizer? Read(Json json)
    {
        if (json.IsNull)
            return null;
        return json["type"].Text() switch
        {
            "Sequence" => new Sequence([.. json["normalizers"].Items().Select(Read).OfType<INormalizer>()]),
            "NFC" => new Form(Compatible: false, Compose: true),
            "NFD" => new Form(Compatible: false, Compose: false),
            "NFKC" => new Form(Compatible: true, Compose: true),
            "NFKD" => new Form(Compatible: true, Compose: false),
            "Nmt" => new Nmt(),
            "Lowercase" => new Lower(),
            "StripAccents" => new StripAccents(),
            "Strip" => new Strip(json["strip_left"].Bool(true), json["strip_right"].Bool(true)),
            "Prepend" => new Prepend(json["prepend"].Text()),
            "Replace" => new Replace(Pattern.Read(json["pattern"]), json["content"].Text()),
            "BertNormalizer" => new Bert(json["clean_text"].Bool(true), json["handle_chinese_chars"].Bool(true),
                json["strip_accents"].IsNull ? json["lowercase"].Bool(true) : json["strip_accents"].Bool(), json["lowercase"].Bool(true)),
            "Precompiled" => new Precompiled(CharacterMap.Read(json["precompiled_charsmap"])),
            _ => throw json["type"].Wrong("a normalizer that is known: BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents"),
        };
    }

    private sealed record Sequence(INormalizer[] Steps) : INormalizer
    {
        public AlignedText Apply(AlignedText source) => Steps.Aggregate(source, (text, step) => step.Apply(text));
    }

    private sealed record Form(bool Compatible, bool Compose) : INormalizer
    {
        public AlignedText Apply(AlignedText source)
        {
            if (Ascii.IsValid(source.Span))
                return source;
            var target = new AlignedText();
            UnicodeForms.Write(source, target, Compatible, Compose);
            return target;
        }
    }

    /// <summary>Lower-cases by Unicode's full mapping: of all characters only İ becomes two.</summary>
    private sealed record Lower : INormalizer
    {
        public AlignedText Apply(AlignedText source)
        {
            var target = new AlignedText();
            Span<char> units = stackalloc char[2];
            for (var at = 0; at < source.Length;)
            {
                var (start, c) = (at, source.Chars[at]);
                var point = source.PointAt(at, out var width);
                at += width;
                if (c == '\u0130')
                    target.Append("i\u0307", source.Starts[start], source.Ends[start]);
                else if (width == 1)
                    target.Append(char.ToLowerInvariant(c), source.Starts[start], source.Ends[start]);
                else
                    target.Append(units[..Rune.ToLowerInvariant(new Rune(point)).EncodeToUtf16(units)], source.Starts[start], source.Ends[at - 1]);
            }

            return target;
        }
    }

    private sealed record StripAccents : INormalizer
    {
        public AlignedText Apply(AlignedText source) => Keep(source, rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark);
    }

    /// <summary>What the normalizer of sentencepiece's "nmt" rules drops and makes a space.</summary>
    private sealed record Nmt : INormalizer
    {
        public AlignedText Apply(AlignedText source)
        {
            var target = new AlignedText();
            for (var at = 0; at < source.Length; at++)
            {
                var c = source.Chars[at];
                if (c is >= '\u0001' and <= '\u0008' or '\u000B' or >= '\u000E' and <= '\u001F' or '\u007F' or '\u008F' or '\u009F')
                    continue;
                var space = c is '\t' or '\n' or '\u000C' or '\r' or '\u1680' or >= '\u200B' and <= '\u200F' or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD';
                target.Append(space ? ' ' : c, source.Starts[at], source.Ends[at]);
            }

            return target;
        }
    }

    private sealed record Strip(bool Left, bool Right) : INormalizer
    {
        public AlignedText Apply(AlignedText source)
        {
            var (from, to) = (0, source.Length);
            while (Left && from < to && char.IsWhiteSpace(source.Chars[from]))
                from++;
            while (Right && to > from && char.IsWhiteSpace(source.Chars[to - 1]))
                to--;
            var target = new AlignedText();
            target.Append(source, from, to - from);
            return target;
        }
    }

    private sealed record Prepend(string Text) : INormalizer
    {
        public AlignedText Apply(AlignedText source)
        {
            if (source.Length == 0)
                return source;
            var target = new AlignedText();
            target.Append(Text, source.Starts[0], source.Starts[0]);
            target.Append(source, 0, source.Length);
            return target;
        }
    }

    private sealed record Replace(Pattern Pattern, string Content) : INormalizer
    {
        public AlignedText Apply(AlignedText source)
        {
            var (target, at) = (new AlignedText(), 0);
            foreach (var (start, length) in Pattern.Matches(source.Span))
            {
                target.Append(source, at, start - at);
                at = start + length;
                target.Append(Content, length > 0 ? source.Starts[start] : 0, length > 0 ? source.Ends[at - 1] : 0);
            }

            target.Append(source, at, source.Length - at);
            return target;
        }
    }

    /// <summary>BERT's cleaning: control characters go, white space becomes a space, Chinese characters stand alone, then accents and case.</summary>
    private sealed record Bert(bool Clean, bool Chinese, bool Accents, bool LowerCase) : INormalizer
    {
        private static readonly INormalizer s_decompose = new Form(Compatible: false, Compose: false), s_strip = new StripAccents(), s_lower = new Lower();

        public AlignedText Apply(AlignedText source)
        {
            var text = Clean ? CleanText(source) : source;
            text = Chinese ? Isolate(text) : text;
            text = Accents && !Ascii.IsValid(text.Span) ? s_strip.Apply(s_decompose.Apply(text)) : text;
            return LowerCase ? s_lower.Apply(text) : text;
        }

        private static AlignedText CleanText(AlignedText source)
        {
            var target = new AlignedText();
            for (var at = 0; at < source.Length; at++)
            {
                var c = source.Chars[at];
                if (c is '\t' or '\n' or '\r' || char.IsWhiteSpace(c))
                    target.Append(' ', source.Starts[at], source.Ends[at]);
                else if (c is not ('\0' or '\uFFFD') && !IsControl(c))
                    target.Append(c, source.Starts[at], source.Ends[at]);
            }

            return target;
        }

        private static bool IsControl(char c) =>
            c >= ' ' && c < '\u007F' ? false : char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

        private static AlignedText Isolate(AlignedText source)
        {
            if (source.Span.IndexOfAnyExceptInRange('\0', '\u33FF') < 0)
                return source;
            var target = new AlignedText();
            for (var at = 0; at < source.Length;)
            {
                var point = source.PointAt(at, out var width);
                var han = point is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B73F
                    or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
                if (han)
                    target.Append(' ', source.Starts[at], source.Starts[at]);
                target.Append(source, at, width);
                at += width;
                if (han)
                    target.Append(' ', source.Ends[at - 1], source.Ends[at - 1]);
            }

            return target;
        }
    }

    /// <summary>sentencepiece's compiled rules: grapheme by grapheme, else character by character.</summary>
    private sealed record Precompiled(CharacterMap Map) : INormalizer
    {
        public AlignedText Apply(AlignedText source)
        {
            var target = new AlignedText();
            for (var at = 0; at < source.Length;)
            {
                var width = StringInfo.GetNextTextElementLength(source.Span[at..]);
                if (Encoding.UTF8.GetByteCount(source.Span.Slice(at, width)) < 6 && Map.TryMap(source.Span.Slice(at, width), out var whole))
                {
                    target.Append(whole, source.Starts[at], source.Ends[at + width - 1]);
                    at += width;
                    continue;
                }

                for (var end = at + width; at < end;)
                {
                    source.PointAt(at, out var one);
                    if (Map.TryMap(source.Span.Slice(at, one), out var mapped))
                        target.Append(mapped, source.Starts[at], source.Ends[at + one - 1]);
                    else
                        target.Append(source, at, one);
                    at += one;
                }
            }

            return target;
        }
    }

    private static AlignedText Keep(AlignedText source, Func<Rune, bool> wanted)
    {
        var target = new AlignedText();
        for (var at = 0; at < source.Length;)
        {
            var rune = AlignedText.RuneAt(source.Span, at, out var width);
            if (wanted(rune))
                target.Append(source, at, width);
            at += width;
        }

        return target;
    }
}
