using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Text;

public sealed class LatentSemanticsTests
{
    private static readonly string[] s_texts = [.. Enumerable.Range(0, 60).Select(i => (i % 4) switch
    {
        0 => "car engine wheel", 1 => "automobile engine wheel", 2 => "flower petal garden", _ => "rose petal garden",
    })];

    [Fact]
    public void Words_that_never_meet_but_keep_the_same_company_are_near()
    {
        // Deerwester et al. 1990: synonyms come together through the words around them.
        var model = new LatentSemantics(new TfidfVectorizer(), 2).Fit(s_texts, new FitContext(new Seed(1)));
        var vectors = new Dictionary<string, float[]>();
        foreach (var word in new[] { "car", "automobile", "flower", "nothing" })
            model.Embed(word, vectors[word] = new float[2]);
        Assert.True(Product(vectors["car"], vectors["automobile"]) > 0.99);
        Assert.True(Math.Abs(Product(vectors["car"], vectors["flower"])) < 0.01);
        Assert.Equal([0, 0], vectors["nothing"]);
        // Two blocks of 30 equal-length rows each: the two singular values are equal, and their squares sum to at most the 60 unit rows.
        Assert.Equal(model.SingularValues[0], model.SingularValues[1], 1e-4);
        Assert.InRange((model.SingularValues[0] * model.SingularValues[0]) + (model.SingularValues[1] * model.SingularValues[1]), 30, 60.001);
    }

    [Fact]
    public void It_is_the_same_at_any_number_of_threads_and_survives_a_file()
    {
        var learner = new LatentSemantics(new TfidfVectorizer(), 3);
        var bytes = ArtifactFormats.Save(learner.Fit(s_texts, new FitContext(new Seed(1))));
        Assert.Equal(bytes, ArtifactFormats.Save(learner.Fit(s_texts, new FitContext(new Seed(1)) { Threads = 3 })));
        var loaded = new ArtifactFormats(LearningFormats.All).Load<LatentSemanticModel>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        var vector = new float[3];
        foreach (var text in Texts.Strange)
        {
            loaded.Embed(text, vector);
            Assert.All(vector, v => Assert.True(float.IsFinite(v)));
        }

        Assert.Contains("must", Assert.Throws<TrainingException>(() => new LatentSemantics(new TfidfVectorizer(), 50).Fit(["one two", "three"], new FitContext(new Seed(1)))).Message, StringComparison.Ordinal);
    }

    private static double Product(float[] a, float[] b) => a.Zip(b).Sum(p => (double)p.First * p.Second);
}
