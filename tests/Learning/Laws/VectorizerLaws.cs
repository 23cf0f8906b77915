using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every vectorizer must do, found by reflection.</summary>
public sealed class VectorizerLaws
{
    private static readonly TermRule s_characters = new() { Unit = TermUnit.CharacterWithinWords, Shortest = 2, Longest = 4, Words = new() { FoldAccents = true } };

    private static readonly Dictionary<string, IVectorizer> s_chosen = new()
    {
        ["tfidf"] = new TfidfVectorizer(),
        ["tfidf-pairs"] = new TfidfVectorizer { Terms = new() { Longest = 2, Words = new() { Stem = true } }, SublinearTf = true },
        ["tfidf-characters"] = new TfidfVectorizer { Terms = s_characters, MaxFeatures = 50 },
        ["tfidf-symbols"] = new TfidfVectorizer { Terms = new() { Words = new() { Split = WordSplit.Symbols } }, UseIdf = false, Norm = VectorNorm.None },
        ["hashing"] = new HashingVectorizer { Width = 1_000 },
    };

    private static readonly ArtifactFormats s_formats = new(LearningFormats.All);
    private static readonly string[] s_texts = [.. Texts.Random(700, new Seed(1)), .. Texts.Strange];

    public static TheoryData<string> All => [.. s_chosen.Keys];

    private static IFittedVectorizer Fit(string name) => s_chosen[name].Fit(s_texts, new FitContext(new Seed(1)));

    [Fact]
    public void Every_vectorizer_has_an_example()
    {
        var types = typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IVectorizer)) && !t.IsAbstract).ToArray();
        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Contains(s_chosen.Values, l => l.GetType() == type));
    }

    [Theory, MemberData(nameof(All))]
    public void Rows_do_not_depend_on_threads_or_neighbours_or_order(string name)
    {
        var model = Fit(name);
        var rows = model.Transform(s_texts);
        Assert.Equal(rows.ContentHash(), model.Transform(s_texts, threads: 3).ContentHash());
        Assert.Equal(ArtifactFormats.Save(model), ArtifactFormats.Save(s_chosen[name].Fit([.. s_texts.Reverse()], new FitContext(new Seed(2)))));
        var (columns, values) = (new List<int>(), new List<float>());
        for (var row = 0; row < s_texts.Length; row += 13)
        {
            model.Transform(s_texts[row], columns, values);
            Assert.Equal(rows.Columns(row).ToArray(), columns);
            Assert.Equal(rows.Values(row).ToArray(), values);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Save_and_load_give_the_same_rows_and_damage_is_refused(string name)
    {
        var model = Fit(name);
        var bytes = ArtifactFormats.Save(model);
        var loaded = s_formats.Load<IFittedVectorizer>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal(model.Transform(s_texts).ContentHash(), loaded.Transform(s_texts).ContentHash());
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 200))
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => s_formats.Load<IFittedVectorizer>(damaged));
            Assert.Throws<ModelFormatException>(() => s_formats.Load<IFittedVectorizer>(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void No_texts_or_no_terms_give_a_clear_error_or_a_sound_model(string name)
    {
        foreach (var texts in new string[][] { [], [""], ["\ud800"], ["."] })
            try
            {
                s_chosen[name].Fit(texts, new FitContext(new Seed(1))).Transform(s_texts);
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
            }

        Assert.ThrowsAny<OperationCanceledException>(() => s_chosen[name].Fit(s_texts, new FitContext(new Seed(1)) { CancellationToken = new CancellationToken(canceled: true) }));
    }

    [Theory, MemberData(nameof(All))]
    public void A_row_allocates_nothing_once_its_lists_are_long_enough(string name)
    {
        var (model, columns, values) = (Fit(name), new List<int>(), new List<float>());
        for (var i = 0; i < 200; i++)
            model.Transform("the dog runs to the café, 東京 😀", columns, values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            model.Transform("the dog runs to the café, 東京 😀", columns, values);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
