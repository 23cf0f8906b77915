using System.Text.Json;
using Bellwether.Data.Formats;

namespace Bellwether.Learning.Tokenization;

/// <summary>Turns text into numbered tokens and back, as a Hugging Face <c>tokenizer.json</c> says. Immutable, safe to share between threads.</summary>
/// <remarks>
/// <para>Models: BPE (byte-level or with byte fallback), WordPiece, Unigram, WordLevel; the normalizers, pre-tokenizers, post-processors and decoders of the format, but for those that a
/// <see cref="TokenizerException"/> names. What comes out does not depend on chance: BPE dropout is refused.</para>
/// <para>Any UTF-16 is taken, lone surrogates too (they count as U+FFFD where bytes are needed). Time O(characters), times the longest piece for Unigram.</para>
/// <para>The file itself is the binary format: what was read is what is written.</para>
/// </remarks>
public sealed class SubwordTokenizer : IArtifact
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "tokenizer/1";

    private const int MaxDepth = 64, LongestFile = 1 << 29;

    private readonly byte[] _json;
    private readonly INormalizer? _normalizer;
    private readonly IPreTokenizer? _preTokenizer;
    private readonly ITokenModel _model;
    private readonly AddedTokens _added;
    private readonly PostProcessing _post;
    private readonly IDecoder? _decoder;
    private readonly Dictionary<int, string> _tokens = [];

    private SubwordTokenizer(byte[] file, Json json)
    {
        _json = file;
        (_normalizer, _preTokenizer, _model) = (Normalizers.Read(json["normalizer"]), PreTokenizers.Read(json["pre_tokenizer"]), Models.Read(json["model"]));
        (_post, _decoder) = (PostProcessing.Read(json["post_processor"]), Decoders.Read(json["decoder"]));
        _added = new AddedTokens(json["added_tokens"], _normalizer);
        (Truncation, Padding) = (Truncation.Read(json["truncation"]), TokenPadding.Read(json["padding"]));
        foreach (var (token, id) in _model.Vocabulary)
            _tokens[id] = token;
        foreach (var token in _added.All)
            _tokens[token.Id] = token.Content;
        VocabularySize = _tokens.Count == 0 ? 0 : _tokens.Keys.Max() + 1;
    }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>One more than the largest number of a token.</summary>
    public int VocabularySize { get; }

    /// <summary>The tokens that are looked for before the model sees the text.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => _added.All;

    /// <summary>How the file says that texts are cut; null for not at all.</summary>
    public Truncation? Truncation { get; }

    /// <summary>How the file says that texts are filled up; null for not at all.</summary>
    public TokenPadding? Padding { get; }

    /// <summary>The file (UTF-8).</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <param name="json">The file, UTF-8, at most 512 MiB and 64 levels deep.</param>
    /// <exception cref="TokenizerException">It is no such file: the place, what must stand there and what does are named.</exception>
    public static SubwordTokenizer Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > LongestFile)
            throw new TokenizerException($"tokenizer.json must have at most {LongestFile} bytes, but has {json.Length}.");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return new SubwordTokenizer(json.ToArray(), new Json(document.RootElement, "tokenizer.json"));
        }
        catch (JsonException error)
        {
            throw new TokenizerException($"tokenizer.json must be JSON of at most {MaxDepth} levels, but is not at line {error.LineNumber + 1}, byte {error.BytePositionInLine}: {error.Message}");
        }
    }

    /// <summary>The number of a token; null where there is none.</summary>
    public int? IdOf(string token) => _added.All.FirstOrDefault(t => t.Content == token)?.Id ?? (_model.Vocabulary.TryGetValue(token, out var id) ? id : null);

    /// <summary>The token of a number; null where there is none.</summary>
    public string? TokenOf(int id) => _tokens.GetValueOrDefault(id);

    /// <summary>The tokens of a text, or of a pair of texts, with special tokens, cut and filled up as the file says.</summary>
    /// <param name="text">The text.</param>
    /// <param name="second">The second text of a pair, or null.</param>
    /// <param name="addSpecialTokens">Whether the post-processor adds its tokens.</param>
    public TokenEncoding Encode(string text, string? second = null, bool addSpecialTokens = true)
    {
        var encoding = Cut(text, second, addSpecialTokens);
        return Padding is null ? encoding : Padding.Fill(encoding, encoding.Count);
    }

    /// <summary>The tokens of texts, filled up to the same length where the file says so.</summary>
    public IReadOnlyList<TokenEncoding> Encode(IReadOnlyList<string> texts, bool addSpecialTokens = true)
    {
        var encodings = texts.Select(text => Cut(text, null, addSpecialTokens)).ToArray();
        if (Padding is null || encodings.Length == 0)
            return encodings;
        var longest = encodings.Max(e => e.Count);
        return [.. encodings.Select(e => Padding.Fill(e, longest))];
    }

    /// <summary>The text of tokens. Numbers without a token are passed over.</summary>
    /// <param name="ids">The tokens' numbers.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        var tokens = new List<string>();
        foreach (var id in ids)
            if (_tokens.TryGetValue(id, out var token) && !(skipSpecialTokens && _added.ById(id) is { Special: true }))
                tokens.Add(token);
        return _decoder is null ? string.Join(' ', tokens) : string.Concat(_decoder.Apply(tokens));
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => writer.Array<byte>(_json);

    internal static SubwordTokenizer Read(ModelReader reader)
    {
        try
        {
            return Read(reader.Array<byte>());
        }
        catch (TokenizerException error)
        {
            throw new ModelFormatException(error.Message);
        }
    }

    private TokenEncoding Cut(string text, string? second, bool addSpecialTokens)
    {
        var (first, other) = (Tokens(text), second is null ? null : Tokens(second));
        var post = addSpecialTokens ? _post : PostProcessing.Plain;
        if (Truncation is not { } truncation)
            return post.Apply(first, other);
        var room = truncation.MaxLength - post.Added(other is not null);
        var (a, b) = truncation.Lengths(first.Count, other?.Count ?? 0, room);
        (first, other) = (truncation.Cut(first, a), other is null ? null : truncation.Cut(other, b));
        var overflow = other is null ? [.. first.Overflow.Select(part => post.Apply(part, null))] : Array.Empty<TokenEncoding>();
        var kept = post.Apply(first, other);
        return new TokenEncoding([.. kept.Ids], [.. kept.Starts], [.. kept.Ends], [.. kept.TypeIds], [.. kept.Special]) { Overflow = overflow };
    }

    private TokenEncoding Tokens(string text)
    {
        var (tokens, at) = (new TokenList(), 0);
        foreach (var (token, start, end) in _added.Find(text, normalized: false))
        {
            Normalize(text.AsSpan(at, start - at), at, tokens);
            tokens.Add(token.Id, start, end);
            at = end;
        }

        Normalize(text.AsSpan(at), at, tokens);
        return tokens.ToEncoding();
    }

    private void Normalize(ReadOnlySpan<char> text, int offset, TokenList tokens)
    {
        if (text.IsEmpty)
            return;
        var aligned = AlignedText.Of(text, offset);
        if (_normalizer is not null)
            aligned = _normalizer.Apply(aligned);
        var at = 0;
        foreach (var (token, start, end) in _added.Find(aligned.Span, normalized: true))
        {
            Divide(new Piece(aligned, at, start - at), tokens);
            tokens.Add(token.Id, aligned.Starts[start], aligned.Ends[end - 1]);
            at = end;
        }

        Divide(new Piece(aligned, at, aligned.Length - at), tokens);
    }

    private void Divide(Piece whole, TokenList tokens)
    {
        if (whole.Length == 0)
            return;
        List<Piece> pieces = [];
        if (_preTokenizer is null)
            pieces.Add(whole);
        else
            _preTokenizer.Split(whole, pieces);
        var found = new List<ModelToken>();
        foreach (var piece in pieces)
        {
            found.Clear();
            _model.Tokenize(piece.Span, found);
            foreach (var token in found)
                tokens.Add(token.Id, piece.Text.Starts[piece.Start + token.Start], piece.Text.Ends[piece.Start + Math.Max(token.Start, token.End - 1)]);
        }
    }
}
