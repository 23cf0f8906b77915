using System.Text;
using System.Text.Json;
using Bellwether.Data.Formats;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tokenization;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Tokenization;

public sealed class TokenizerTests
{
    private const string Bert = """
        {"added_tokens":[{"id":0,"content":"[PAD]","special":true},{"id":1,"content":"[UNK]","special":true},{"id":2,"content":"[CLS]","special":true},{"id":3,"content":"[SEP]","special":true}],
         "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
         "pre_tokenizer":{"type":"BertPreTokenizer"},
         "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],
           "pair":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}},{"SpecialToken":{"id":"[SEP]","type_id":1}}],
           "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}},
         "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
         "truncation":TRUNCATION,"padding":PADDING,
         "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
           "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"want":4,"##want":5,"##ed":6,"wa":7,"un":8,"runn":9,"##ing":10,",":11,"low":12,"lowest":13,"東":14,"cafe":15,"!":16}}}
        """;

    private static SubwordTokenizer BertTokenizer(string truncation = "null", string padding = "null") =>
        TokenizerFiles.Read(Bert.Replace("TRUNCATION", truncation, StringComparison.Ordinal).Replace("PADDING", padding, StringComparison.Ordinal));

    [Fact]
    public void WordPiece_divides_as_in_the_tests_of_BERT()
    {
        // google-research/bert, tokenization_test.py: "UNwant\u00E9d,running" gives un ##want ##ed , runn ##ing; "unwantedX" is unknown.
        var tokenizer = BertTokenizer();
        var encoding = tokenizer.Encode("UNwant\u00E9d,running", addSpecialTokens: false);
        Assert.Equal(["un", "##want", "##ed", ",", "runn", "##ing"], encoding.Ids.ToArray().Select(i => tokenizer.TokenOf(i)!));
        Assert.Equal([0, 2, 6, 8, 9, 13], encoding.Starts.ToArray());
        Assert.Equal([2, 6, 8, 9, 13, 16], encoding.Ends.ToArray());
        Assert.Equal([1], tokenizer.Encode("unwantedX", addSpecialTokens: false).Ids.ToArray());
        Assert.Equal("unwanted, running", tokenizer.Decode(encoding.Ids));
    }

    [Fact]
    public void A_pair_has_special_tokens_and_types()
    {
        var encoding = BertTokenizer().Encode("CAFÉ!", "東東 low");
        Assert.Equal([2, 15, 16, 3, 14, 14, 12, 3], encoding.Ids.ToArray());
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], encoding.TypeIds.ToArray());
        Assert.Equal([true, false, false, true, false, false, false, true], encoding.Special.ToArray());
        Assert.Equal([0, 0, 4, 0, 0, 1, 3, 0], encoding.Starts.ToArray());
    }

    [Fact]
    public void Texts_are_cut_with_a_stride_and_filled_up()
    {
        var tokenizer = BertTokenizer("""{"max_length":4,"stride":1,"strategy":"LongestFirst","direction":"Right"}""", """{"strategy":"BatchLongest","direction":"Left","pad_id":0,"pad_type_id":0}""");
        var cut = tokenizer.Encode("low low low want low");
        Assert.Equal([2, 12, 12, 3], cut.Ids.ToArray());
        Assert.Equal([[2, 12, 12, 3], [2, 12, 4, 3], [2, 4, 12, 3]], cut.Overflow.Select(o => o.Ids.ToArray()));
        var batch = tokenizer.Encode(["low", "low low low"]);
        Assert.Equal([0, 2, 12, 3], batch[0].Ids.ToArray());
        var mask = new int[4];
        batch[0].AttentionMask(mask);
        Assert.Equal([0, 1, 1, 1], mask);
    }

    [Fact]
    public void BPE_learns_the_merges_of_the_paper()
    {
        // Sennrich et al. 2016, section 3.2: low 5, lowest 2, newer 6, wider 3; the first merges join "e r" (9) and then "er" with the end of the word; here words end without a mark.
        string[] texts = [.. Enumerable.Repeat("low", 5), .. Enumerable.Repeat("lowest", 2), .. Enumerable.Repeat("newer", 6), .. Enumerable.Repeat("wider", 3)];
        var tokenizer = new BytePairTrainer { VocabularySize = 259 }.Train(texts);
        Assert.Equal(["er", "lo", "low"], Enumerable.Range(256, 3).Select(i => tokenizer.TokenOf(i)!));
        Assert.Equal(["low", "er"], tokenizer.Encode("lower").Ids.ToArray().Select(i => tokenizer.TokenOf(i)!));
    }

    [Fact]
    public void Byte_level_BPE_agrees_with_merging_naively_and_comes_back_whole()
    {
        var texts = Texts.Random(300, new Seed(5)).ToArray();
        var tokenizer = new BytePairTrainer { VocabularySize = 500 }.Train(texts);
        using var file = JsonDocument.Parse(tokenizer.Json);
        var merges = file.RootElement.GetProperty("model").GetProperty("merges").EnumerateArray().Select(m => (m[0].GetString()!, m[1].GetString()!)).ToList();
        Assert.True(merges.Count > 50);
        foreach (var text in texts.Concat([string.Concat(texts.Take(30)), new string('a', 500)]))
        {
            var encoding = tokenizer.Encode(text);
            Assert.Equal(Texts.Valid(text), tokenizer.Decode(encoding.Ids));
            // Whatever the pieces are: no merge of lower rank is left undone within a token, and each token is the naive merging of its own bytes.
            foreach (var id in encoding.Ids)
                Assert.Single(Naive(tokenizer.TokenOf(id)!, merges));
        }

        foreach (var word in new[] { "aaaaaaa", "thethe", new string('a', 200) + "b" })
            Assert.Equal(Naive(word, merges), tokenizer.Encode(word).Ids.ToArray().Select(i => tokenizer.TokenOf(i)!));
    }

    [Fact]
    public void Byte_level_words_are_those_of_the_pattern_of_GPT_2()
    {
        var pattern = new System.Text.RegularExpressions.Regex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");
        var texts = Texts.Random(400, new Seed(8), basicPlane: true).Concat(["don't  you'll  ", " a", "  a", "\t\tb \n c's 're", "x1 2y'", "", "''s 's", "a\u00A0 b", "  12 ??"]);
        foreach (var text in texts)
        {
            Assert.Equal(pattern.Matches(text).Select(m => m.Value), SplitBySpaces(text));
        }
    }

    [Fact]
    public void Unigram_finds_the_best_of_all_divisions()
    {
        const string Json = """
            {"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["a",-2.5],["b",-3],["c",-3.5],["ab",-4],["bc",-4.2],["abc",-7.5],["ca",-4.6],["cab",-6.1],["bcab",-8.9]]}}
            """;
        var tokenizer = TokenizerFiles.Read(Json);
        var pieces = JsonDocument.Parse(Json).RootElement.GetProperty("model").GetProperty("vocab").EnumerateArray().Skip(1).ToDictionary(p => p[0].GetString()!, p => p[1].GetDouble());
        var stream = new Seed(3).Stream();
        for (var i = 0; i < 200; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + stream.NextInt(10)).Select(_ => "abc"[stream.NextInt(3)]));
            var tokens = tokenizer.Encode(text).Ids.ToArray().Select(id => tokenizer.TokenOf(id)!).ToArray();
            Assert.Equal(text, string.Concat(tokens));
            Assert.Equal(Best(text, pieces), tokens.Sum(t => pieces[t]), 1e-9);
        }

        var unknown = tokenizer.Encode("a??b");
        Assert.Equal([1, 0, 2], unknown.Ids.ToArray());
        Assert.Equal((1, 3), (unknown.Starts[1], unknown.Ends[1]));
    }

    [Fact]
    public void Trained_Unigram_and_WordPiece_find_the_words_of_their_texts_again()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? "the walking dog is walking" : "a talking cat was talking to the dog")];
        var unigram = new UnigramTrainer { VocabularySize = 40 }.Train(texts);
        Assert.Equal(["▁the", "▁dog"], unigram.Encode("the dog").Ids.ToArray().Select(i => unigram.TokenOf(i)!));
        Assert.Equal("the dog was walking", unigram.Decode(unigram.Encode("the dog was walking").Ids));
        var pieces = new WordPieceTrainer { VocabularySize = 80 }.Train(texts);
        Assert.Equal("the dog was walking", pieces.Decode(pieces.Encode("The dog WAS walking").Ids));
        string[] turned = [.. texts.Reverse()];
        Assert.Equal(unigram.Json.ToArray(), new UnigramTrainer { VocabularySize = 40 }.Train(turned).Json.ToArray());
        Assert.Equal(pieces.Json.ToArray(), new WordPieceTrainer { VocabularySize = 80 }.Train(turned).Json.ToArray());
        Assert.Equal(new BytePairTrainer { VocabularySize = 300 }.Train(texts).Json.ToArray(), new BytePairTrainer { VocabularySize = 300 }.Train(turned).Json.ToArray());
    }

    [Fact]
    public void Byte_fallback_and_metaspace_work_as_in_Llama()
    {
        var bytes = string.Concat(Enumerable.Range(0, 256).Select(b => $"\"<0x{b:X2}>\":{b + 3},"));
        var tokenizer = TokenizerFiles.Read("""
            {"added_tokens":[{"id":1,"content":"<s>","special":true}],
             "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},
             "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],"special_tokens":{"<s>":{"id":"<s>","ids":[1],"tokens":["<s>"]} } },
             "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]},
             "model":{"type":"BPE","unk_token":"<unk>","fuse_unk":true,"byte_fallback":true,"vocab":{"<unk>":0,"<s>":1,"</s>":2,BYTES"▁":300,"h":301,"i":302,"hi":303,"▁hi":304},"merges":["h i","▁ hi"]}}
            """.Replace("BYTES", bytes, StringComparison.Ordinal));
        var encoding = tokenizer.Encode("hi 😀");
        Assert.Equal([1, 304, 300, 0xF0 + 3, 0x9F + 3, 0x98 + 3, 0x80 + 3], encoding.Ids.ToArray());
        Assert.Equal((3, 5), (encoding.Starts[^1], encoding.Ends[^1]));
        Assert.Equal("hi 😀", tokenizer.Decode(encoding.Ids));
    }

    [Theory]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"Removed"}""", "the|final|countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"Isolated"}""", "the|-|final|-|-|countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"MergedWithPrevious"}""", "the-|final-|-|countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"MergedWithNext"}""", "the|-final|-|-countdown")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"Contiguous"}""", "the|-|final|--|countdown")]
    public void Delimiters_are_handled_as_Hugging_Face_documents(string preTokenizer, string expected)
    {
        // huggingface/tokenizers documents these for "the-final--countdown".
        var vocabulary = string.Join(',', "the final countdown - -- the- final- -final -countdown".Split(' ').Select((w, i) => $"\"{w}\":{i}"));
        var tokenizer = TokenizerFiles.Read("{\"pre_tokenizer\":" + preTokenizer + ",\"model\":{\"type\":\"WordLevel\",\"unk_token\":\"?\",\"vocab\":{" + vocabulary + "}}}");
        Assert.Equal(expected, string.Join('|', tokenizer.Encode("the-final--countdown").Ids.ToArray().Select(i => tokenizer.TokenOf(i))));
    }

    [Fact]
    public void Possessive_patterns_of_newer_models_are_understood()
    {
        var tokenizer = TokenizerFiles.Read("""
            {"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"},"behavior":"Isolated"}]},
             "model":{"type":"WordLevel","unk_token":"?","vocab":{"hello":0," world":1," ":2,"123":3,"45":4,"!!":5}}}
            """);
        Assert.Equal([0, 1, 2, 3, 4, 5], tokenizer.Encode("hello world 12345!!").Ids.ToArray());
    }

    [Fact]
    public void Any_text_is_taken_with_sound_offsets()
    {
        var tokenizers = new[] { BertTokenizer(), TokenizerFiles.Bytes("""{"type":"NFKC"}"""), new UnigramTrainer { VocabularySize = 60 }.Train(["a b c the dog", "the cat"]) };
        foreach (var text in Texts.Strange.Concat(Texts.Random(200, new Seed(11))))
            foreach (var tokenizer in tokenizers)
            {
                var encoding = tokenizer.Encode(text);
                for (var i = 0; i < encoding.Count; i++)
                    Assert.True(encoding.Special[i] || (encoding.Starts[i] >= 0 && encoding.Starts[i] <= encoding.Ends[i] && encoding.Ends[i] <= text.Length), text);
                Assert.NotNull(tokenizer.Decode(encoding.Ids));
            }
    }

    [Fact]
    public void Ten_million_characters_pass()
    {
        var text = string.Concat(Enumerable.Repeat("the wanted low cafe, ", 500_000));
        Assert.True(BertTokenizer().Encode(text).Count > 2_000_000);
        Assert.True(TokenizerFiles.Bytes().Encode(new string('a', 3_000_000)).Count == 3_000_000);
    }

    [Fact]
    public void Errors_name_the_place()
    {
        void Fails(string json, string place) => Assert.Contains(place, Assert.Throws<TokenizerException>(() => TokenizerFiles.Read(json)).Message, StringComparison.Ordinal);
        Fails("{", "line 1");
        Fails("[]", "tokenizer.json must be an object");
        Fails("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "tokenizer.json.model.merges[0]");
        Fails("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "tokenizer.json.model.vocab['a']");
        Fails("""{"model":{"type":"Neural"}}""", "tokenizer.json.model.type");
        Fails("""{"model":{"type":"Unigram","vocab":[["a",0],["b"]]}}""", "tokenizer.json.model.vocab[1]");
        Fails("""{"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Precompiled","precompiled_charsmap":"%%"}]},"model":{"type":"WordLevel","vocab":{}}}""", "normalizers[1].precompiled_charsmap");
        Fails("""{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"("},"behavior":"Isolated"},"model":{"type":"WordLevel","vocab":{}}}""", "pattern.Regex");
        Fails(new string('[', 1000), "64 levels");
    }

    [Fact]
    public void Damaged_files_give_an_error_or_a_tokenizer_that_works()
    {
        var good = Encoding.UTF8.GetBytes(Bert.Replace("TRUNCATION", """{"max_length":4,"stride":1}""", StringComparison.Ordinal).Replace("PADDING", """{"strategy":{"Fixed":5} }""", StringComparison.Ordinal));
        var stream = new Seed(17).Stream();
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = stream.NextInt(4); change >= 0; change--)
                bytes[stream.NextInt(bytes.Length)] = (byte)stream.NextInt(128);
            var end = stream.NextInt(4) == 0 ? stream.NextInt(bytes.Length) : bytes.Length;
            try
            {
                Assert.NotNull(SubwordTokenizer.Read(bytes.AsMemory(0, end)).Encode("UNwanted, café 東 [CLS]", "b"));
            }
            catch (TokenizerException error)
            {
                Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_tokenizer_is_an_artifact()
    {
        var bytes = ArtifactFormats.Save(BertTokenizer());
        var loaded = new ArtifactFormats(LearningFormats.All).Load<SubwordTokenizer>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal(BertTokenizer().Encode("low, wanted").Ids.ToArray(), loaded.Encode("low, wanted").Ids.ToArray());
    }

    private static List<string> Naive(string word, List<(string Left, string Right)> merges)
    {
        var parts = word.Select(c => c.ToString()).ToList();
        while (true)
        {
            var (best, rank) = (-1, int.MaxValue);
            for (var i = 0; i + 1 < parts.Count; i++)
                if (merges.IndexOf((parts[i], parts[i + 1])) is >= 0 and var at && at < rank)
                    (best, rank) = (i, at);
            if (best < 0)
                return parts;
            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }
    }

    private static double Best(string text, Dictionary<string, double> pieces) => text.Length == 0 ? 0
        : Enumerable.Range(1, text.Length).Where(n => pieces.ContainsKey(text[..n])).Max(n => pieces[text[..n]] + Best(text[n..], pieces));

    /// <summary>The words that byte-level BPE sees: each is unknown to a vocabulary of whole words, and so one token.</summary>
    private static IEnumerable<string> SplitBySpaces(string text)
    {
        var encoding = s_words.Encode(text);
        return Enumerable.Range(0, encoding.Count).Select(i => text[encoding.Starts[i]..encoding.Ends[i]]);
    }

    private static readonly SubwordTokenizer s_words = TokenizerFiles.Read("""{"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},"model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0}}}""");
}
