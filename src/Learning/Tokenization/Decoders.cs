using System.Globalization;
using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>Reads the <c>decoder</c> of a <c>tokenizer.json</c>.</summary>
internal static class Decoders
{
    public static IDecoder? Read(Json json)
    {
        if (json.IsNull)
            return null;
        return json["type"].Text() switch
        {
            "Sequence" => new Sequence([.. json["decoders"].Items().Select(Read).OfType<IDecoder>()]),
            "ByteLevel" => new Bytes(),
            "WordPiece" => new WordPiece(json["prefix"].TextOrNull() ?? "##", json["cleanup"].Bool(true)),
            "Metaspace" => new Spaces(json["replacement"].Character("\u2581"), (json["prepend_scheme"].TextOrNull() ?? (json["add_prefix_space"].Bool(true) ? "always" : "never")) != "never"),
            "BPEDecoder" => new Suffix(json["suffix"].TextOrNull() ?? "</w>"),
            "ByteFallback" => new Fallback(),
            "Fuse" => new Fuse(),
            "Strip" => new Strip(json["content"].Character(" ")[0], json["start"].Number(0, 1 << 20, 0), json["stop"].Number(0, 1 << 20, 0)),
            "Replace" => new Replace(Pattern.Read(json["pattern"]), json["content"].Text()),
            _ => throw json["type"].Wrong("a decoder that is known: BPEDecoder, ByteFallback, ByteLevel, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece"),
        };
    }

    private sealed record Sequence(IDecoder[] Steps) : IDecoder
    {
        public List<string> Apply(List<string> tokens) => Steps.Aggregate(tokens, (now, step) => step.Apply(now));
    }

    private sealed record Bytes : IDecoder
    {
        public List<string> Apply(List<string> tokens)
        {
            var bytes = new List<byte>();
            foreach (var token in tokens)
            {
                var known = token.All(c => ByteLevel.TryByte(c, out _));
                if (known)
                    foreach (var c in token)
                    {
                        ByteLevel.TryByte(c, out var b);
                        bytes.Add(b);
                    }
                else
                    bytes.AddRange(Encoding.UTF8.GetBytes(token));
            }

            return [Encoding.UTF8.GetString([.. bytes])];
        }
    }

    private sealed record WordPiece(string Prefix, bool Cleanup) : IDecoder
    {
        public List<string> Apply(List<string> tokens) => [.. tokens.Select((token, i) =>
        {
            var text = i == 0 ? token : token.StartsWith(Prefix, StringComparison.Ordinal) ? token[Prefix.Length..] : " " + token;
            return Cleanup ? Clean(text) : text;
        })];

        private static string Clean(string text) => text.Replace(" .", ".", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal).Replace(" !", "!", StringComparison.Ordinal)
            .Replace(" ,", ",", StringComparison.Ordinal).Replace(" ' ", "'", StringComparison.Ordinal).Replace(" n't", "n't", StringComparison.Ordinal).Replace(" 'm", "'m", StringComparison.Ordinal)
            .Replace(" do not", " don't", StringComparison.Ordinal).Replace(" 's", "'s", StringComparison.Ordinal).Replace(" 've", "'ve", StringComparison.Ordinal).Replace(" 're", "'re", StringComparison.Ordinal);
    }

    private sealed record Spaces(string Mark, bool Prepended) : IDecoder
    {
        public List<string> Apply(List<string> tokens) => [.. tokens.Select((token, i) =>
            i == 0 && Prepended && token.StartsWith(Mark, StringComparison.Ordinal) ? token[Mark.Length..].Replace(Mark, " ", StringComparison.Ordinal) : token.Replace(Mark, " ", StringComparison.Ordinal))];
    }

    private sealed record Suffix(string End) : IDecoder
    {
        public List<string> Apply(List<string> tokens) =>
            End.Length == 0 ? tokens : [.. tokens.Select((token, i) => token.Replace(End, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
    }

    /// <summary>Runs of tokens such as <c>&lt;0xE2&gt;</c> become the characters of those bytes, or U+FFFD each.</summary>
    private sealed record Fallback : IDecoder
    {
        private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

        public List<string> Apply(List<string> tokens)
        {
            var (decoded, bytes) = (new List<string>(), new List<byte>());
            foreach (var token in tokens)
            {
                if (token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
                    && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
                {
                    bytes.Add(b);
                    continue;
                }

                Flush(bytes, decoded);
                decoded.Add(token);
            }

            Flush(bytes, decoded);
            return decoded;
        }

        private static void Flush(List<byte> bytes, List<string> decoded)
        {
            if (bytes.Count == 0)
                return;
            try
            {
                decoded.Add(s_strict.GetString([.. bytes]));
            }
            catch (DecoderFallbackException)
            {
                decoded.AddRange(bytes.Select(_ => "\uFFFD"));
            }

            bytes.Clear();
        }
    }

    private sealed record Fuse : IDecoder
    {
        public List<string> Apply(List<string> tokens) => [string.Concat(tokens)];
    }

    private sealed record Strip(char Content, int Start, int Stop) : IDecoder
    {
        public List<string> Apply(List<string> tokens) => [.. tokens.Select(token =>
        {
            var (from, to) = (0, token.Length);
            while (from < Math.Min(Start, token.Length) && token[from] == Content)
                from++;
            while (token.Length - to < Stop && to > from && token[to - 1] == Content)
                to--;
            return token[from..to];
        })];
    }

    private sealed record Replace(Pattern Pattern, string Content) : IDecoder
    {
        public List<string> Apply(List<string> tokens) => [.. tokens.Select(token =>
        {
            var (text, at) = (new StringBuilder(), 0);
            foreach (var (start, length) in Pattern.Matches(token))
            {
                text.Append(token, at, start - at).Append(Content);
                at = start + length;
            }

            return text.Append(token, at, token.Length - at).ToString();
        })];
    }
}
