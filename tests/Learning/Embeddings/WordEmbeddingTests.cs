using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Embeddings;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Embeddings;

public sealed class WordEmbeddingTests
{
    private static readonly ArtifactFormats s_formats = new(LearningFormats.All);

    private static readonly Dictionary<string, WordEmbedding> s_chosen = new()
    {
        ["skip-gram"] = new WordEmbedding { Dimension = 24, Epochs = 4, Subsample = 0, Window = 3 },
        ["cbow"] = new WordEmbedding { Dimension = 24, Epochs = 8, Subsample = 0, Window = 3, Model = WordModel.Cbow },
        ["subwords"] = new WordEmbedding { Dimension = 24, Epochs = 4, Subsample = 0, Window = 3, ShortestSubword = 3, LongestSubword = 5, Buckets = 10_000 },
    };

    public static TheoryData<string> All => [.. s_chosen.Keys];

    /// <summary>Sentences about two worlds whose words never meet: animals eat, machines run.</summary>
    private static string[] Sentences()
    {
        var stream = new Seed(1).Stream();
        string[] animals = ["horse", "sheep", "goose"], food = ["grass", "grain", "clover"], machines = ["engine", "turbine", "motor"], fuel = ["petrol", "diesel", "steam"];
        return [.. Enumerable.Range(0, 3_000).Select(_ => stream.NextInt(2) == 0
            ? $"the {animals[stream.NextInt(3)]} eats {food[stream.NextInt(3)]} in the meadow"
            : $"the {machines[stream.NextInt(3)]} burns {fuel[stream.NextInt(3)]} in the factory")];
    }

    [Theory, MemberData(nameof(All))]
    public void Words_of_one_world_are_near_each_other(string name)
    {
        var vectors = s_chosen[name].Fit(Sentences(), new FitContext(new Seed(7)));
        foreach (var (a, b, far) in new[] { ("horse", "sheep", "engine"), ("petrol", "diesel", "grass"), ("turbine", "motor", "goose") })
            Assert.True(vectors.Similarity(a, b) > vectors.Similarity(a, far) + 0.1, $"{a} {b} {vectors.Similarity(a, b):0.00}, {far} {vectors.Similarity(a, far):0.00}");
        var near = vectors.Nearest("horse", 2).Select(n => n.Word).ToArray();
        Assert.Subset(new HashSet<string> { "sheep", "goose", "eats", "grass", "grain", "clover", "meadow" }, new HashSet<string>(near));
        Assert.True(vectors.Nearest("horse", 30) is var all && all.Zip(all.Skip(1)).All(p => p.First.Cosine >= p.Second.Cosine));
        Assert.Empty(vectors.Nearest("quarkzy", 3).Where(n => name != "subwords"));
    }

    [Theory, MemberData(nameof(All))]
    public void The_same_seed_gives_the_same_bytes_at_any_number_of_threads(string name)
    {
        var first = ArtifactFormats.Save(s_chosen[name].Fit(Sentences()[..600], new FitContext(new Seed(7))));
        foreach (var threads in new[] { 2, 3 })
            Assert.Equal(first, ArtifactFormats.Save(s_chosen[name].Fit(Sentences()[..600], new FitContext(new Seed(7)) { Threads = threads })));
        Assert.NotEqual(first, ArtifactFormats.Save(s_chosen[name].Fit(Sentences()[..600], new FitContext(new Seed(8)))));
        var loaded = s_formats.Load<WordVectors>(first);
        Assert.Equal(first, ArtifactFormats.Save(loaded));
        for (var at = 0; at < first.Length; at += Math.Max(1, first.Length / 100))
            Assert.Throws<ModelFormatException>(() => s_formats.Load<WordVectors>(first.AsMemory(0, at)));
    }

    [Theory, MemberData(nameof(All))]
    public void Strange_texts_train_and_too_few_words_are_refused(string name)
    {
        var vectors = (s_chosen[name] with { MinCount = 1 }).Fit([.. Texts.Strange, .. Texts.Random(100, new Seed(2))], new FitContext(new Seed(1)));
        var vector = new float[vectors.Dimension];
        foreach (var text in Texts.Strange)
        {
            vectors.TryGet(text, vector);
            Assert.All(vector, v => Assert.True(float.IsFinite(v)));
        }

        Assert.Contains("must", Assert.Throws<TrainingException>(() => s_chosen[name].Fit(["one", "two"], new FitContext(new Seed(1)))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() => s_chosen[name].Fit(Sentences(), new FitContext(new Seed(1)) { CancellationToken = new CancellationToken(canceled: true) }));
    }

    [Fact]
    public void Subwords_know_words_that_were_never_seen()
    {
        var vectors = s_chosen["subwords"].Fit(Sentences(), new FitContext(new Seed(7)));
        Assert.False(vectors.Contains("horses"));
        Assert.True(vectors.Similarity("horses", "horse") > vectors.Similarity("horses", "diesel"));
    }

    [Fact]
    public void Pretrained_vectors_are_where_a_classifier_starts()
    {
        var vectors = s_chosen["skip-gram"].Fit(Sentences(), new FitContext(new Seed(7)));
        var learner = new FastTextClassifier { Dimension = 24, Pretrained = vectors, Epochs = 1, LearningRate = 1e-9 };
        var model = (FastTextModel)learner.Fit(new(["horse", "engine"], [0, 1]), new FitContext(new Seed(1)));
        var (text, word) = (new float[24], new float[24]);
        model.Embed("horse", text);
        vectors.TryGet("horse", word);
        for (var i = 0; i < 24; i++)
            Assert.InRange(text[i] - (word[i] / 2), -0.03, 0.03);
        Assert.Throws<TrainingException>(() => (learner with { Dimension = 10 }).Fit(new(["horse", "engine"], [0, 1]), new FitContext(new Seed(1))));
    }
}
