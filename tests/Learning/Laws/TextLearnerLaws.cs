using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Embeddings;
using Bellwether.Learning.Tests.Text;
using Bellwether.Learning.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every learner of texts must do, found by reflection.</summary>
public sealed class TextLearnerLaws
{
    private static readonly Dictionary<string, ITextLearner> s_chosen = new()
    {
        ["fasttext"] = new FastTextClassifier { Dimension = 12, Epochs = 5 },
        ["fasttext-tree"] = new FastTextClassifier { Dimension = 20, Epochs = 3, Loss = TextLoss.HierarchicalSoftmax, ShortestSubword = 2, LongestSubword = 4, Buckets = 5_000 },
        ["fasttext-rest"] = new FastTextClassifier { Dimension = 7, Epochs = 3, Loss = TextLoss.OneVersusAll, WordNGrams = 1 },
        ["text-classifier"] = new TextClassifier(new TfidfVectorizer(), new Centroids()),
        ["text-classifier-hashed"] = new TextClassifier(new HashingVectorizer { Width = 4_096 }, new Centroids()),
    };

    private static ArtifactFormats Formats { get; } = new(LearningFormats.All, [new KeyValuePair<string, Func<ModelReader, IArtifact>>(CentroidModel.FormatName, CentroidModel.Read)]);

    public static TheoryData<string> All => [.. s_chosen.Keys];

    private static FitContext Context(int threads = 1) => new(new Seed(42)) { Threads = threads };

    private static ITextModel Small(string name) => s_chosen[name].Fit(Texts.Classes(200, new Seed(1)), Context());

    [Fact]
    public void Every_learner_of_texts_has_an_example()
    {
        var types = typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ITextLearner)) && !t.IsAbstract).ToArray();
        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Contains(s_chosen.Values, l => l.GetType() == type));
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_gives_the_same_bytes_for_the_same_seed_at_any_number_of_threads(string name)
    {
        var texts = Texts.Classes(1_500, new Seed(2));
        var first = ArtifactFormats.Save(s_chosen[name].Fit(texts, Context(1)));
        Assert.Equal(first, ArtifactFormats.Save(s_chosen[name].Fit(texts, Context(2))));
        Assert.Equal(first, ArtifactFormats.Save(s_chosen[name].Fit(texts, Context(3))));
    }

    [Theory, MemberData(nameof(All))]
    public void It_learns_what_can_be_learned(string name)
    {
        var (model, test) = (s_chosen[name].Fit(Texts.Classes(1_500, new Seed(3)), Context()), Texts.Classes(300, new Seed(4)));
        var (scores, right) = (new double[3], 0);
        for (var row = 0; row < test.Rows; row++)
        {
            model.Score(test.Texts[row], scores);
            right += Array.IndexOf(scores, scores.Max()) == test.Labels[row] ? 1 : 0;
        }

        Assert.True(right > 240, $"{right} of 300");
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_leaves_its_texts_untouched_and_stops_when_asked(string name)
    {
        var texts = Texts.Classes(100, new Seed(5));
        var before = texts.ContentHash();
        s_chosen[name].Fit(texts, Context());
        Assert.Equal(before, texts.ContentHash());
        Assert.ThrowsAny<OperationCanceledException>(() => s_chosen[name].Fit(texts, Context(2) with { CancellationToken = new CancellationToken(canceled: true) }));
    }

    [Theory, MemberData(nameof(All))]
    public void Save_and_load_give_the_same_scores_and_bytes_and_damage_is_refused(string name)
    {
        var model = Small(name);
        var bytes = ArtifactFormats.Save(model);
        var loaded = Formats.Load<ITextModel>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        foreach (var text in Texts.Strange.Concat(Texts.Random(50, new Seed(6))))
            Assert.Equal(Scores(model, text), Scores(loaded, text));
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 200))
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => Formats.Load<ITextModel>(damaged));
            Assert.Throws<ModelFormatException>(() => Formats.Load<ITextModel>(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Scores_are_sound_for_any_text(string name)
    {
        var model = Small(name);
        foreach (var text in Texts.Strange.Append(new string('a', 1_000_000)).Concat(Texts.Random(100, new Seed(7))))
        {
            var scores = Scores(model, text);
            Assert.All(scores, s => Assert.True(double.IsFinite(s)));
            if (model.Output == ModelOutput.Class)
            {
                Assert.All(scores, s => Assert.InRange(s, 0, 1));
                Assert.Equal(1, scores.Sum(), 1e-6);
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Scoring_allocates_nothing(string name)
    {
        var (model, scores, text) = (Small(name), new double[3], "win a prize at home, привет 😀 later");
        for (var i = 0; i < 200; i++)
            model.Score(text, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            model.Score(text, scores);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory, MemberData(nameof(All))]
    public void Degenerate_texts_give_a_clear_error_or_a_sound_model(string name)
    {
        foreach (var texts in new TextDataset[]
        {
            new([], [], 2), new(["one"], [0], 2), new(["one", "two"], [1, 1], 2), new(["", " "], [0, 1]), new(["one", ""], [0, 1]), new(Texts.Strange, [.. Texts.Strange.Select((_, i) => i % 2)]),
            new(["same", "same"], [0, 1]), new(["\ud800", "\udc00", "\ud800 x"], [0, 1, 0]), new(["one", "two"], [0, 5]),
        })
        {
            ITextModel model;
            try
            {
                model = s_chosen[name].Fit(texts, Context());
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
                continue;
            }

            Assert.All(Scores(model, "one two"), s => Assert.True(double.IsFinite(s)));
            var loaded = Formats.Load<ITextModel>(ArtifactFormats.Save(model));
            Assert.Equal(Scores(model, "same \ud800 x"), Scores(loaded, "same \ud800 x"));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Files_of_earlier_versions_open_and_say_the_same(string name)
    {
        var target = Environment.GetEnvironmentVariable("BELLWETHER_WRITE_COMPATIBILITY");
        var folder = target ?? Path.Combine(AppContext.BaseDirectory, "Compatibility");
        var file = Path.Combine(folder, $"text-{name}.bwm");
        string[] texts = ["win a prize", "lunch at home", "билет", ""];
        if (target is not null && !File.Exists(file))
        {
            var made = s_chosen[name].Fit(Texts.Classes(30, new Seed(9)), Context());
            File.WriteAllBytes(file, ArtifactFormats.Save(made));
            File.WriteAllLines(Path.ChangeExtension(file, ".txt"), texts.SelectMany(t => Scores(made, t)).Select(s => s.ToString("R", CultureInfo.InvariantCulture)));
        }

        Assert.True(File.Exists(file), $"Compatibility/text-{name}.bwm must exist: a format that was shipped must stay readable.");
        var model = Formats.Load<ITextModel>(File.ReadAllBytes(file));
        var expected = File.ReadAllLines(Path.ChangeExtension(file, ".txt")).Select(l => double.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        var actual = texts.SelectMany(t => Scores(model, t)).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6);
    }

    private static double[] Scores(ITextModel model, string text)
    {
        var scores = new double[model.Classes];
        model.Score(text, scores);
        return scores;
    }
}
