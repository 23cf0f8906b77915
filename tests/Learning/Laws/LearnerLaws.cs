using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Tests.Ensembles;
using Bellwether.Learning.Tests.Pipelines;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every learner of the library must do, found by reflection: a new one is tested the moment it exists.</summary>
public sealed class LearnerLaws
{
    internal static ArtifactFormats Formats { get; } =
        new(LearningFormats.All, [new KeyValuePair<string, Func<ModelReader, IArtifact>>("test-doubling/1", FittedDoubling.Read), new KeyValuePair<string, Func<ModelReader, IArtifact>>("test-class-shares/1", ClassSharesModel.Read)]);

    public static TheoryData<string> All => [.. Learners.Names];

    internal static FitContext Context(int threads = 1) => new(new Seed(42)) { Threads = threads };

    private static IModel Small(string name) => Learners.Named(name).Fit(Sample.Make(400), Context());

    [Fact]
    public void Every_learner_has_an_example()
    {
        Assert.NotEmpty(Learners.Types);
        var tested = Learners.Names.Select(n => Learners.Named(n).GetType()).ToHashSet();
        Assert.All(Learners.Types, type => Assert.True(tested.Contains(type), $"{type.Name} must have an example in Learners, because it has no default arguments."));
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_gives_the_same_bytes_for_the_same_seed_at_any_number_of_threads(string name)
    {
        var rows = Sample.Make(Learners.ManyRows(name));
        var first = ArtifactFormats.Save(Learners.Named(name).Fit(rows, Context(1)));
        Assert.Equal(first, ArtifactFormats.Save(Learners.Named(name).Fit(rows, Context(2))));
        Assert.Equal(first, ArtifactFormats.Save(Learners.Named(name).Fit(rows, Context(3))));
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_ignores_row_order(string name)
    {
        if (Learners.OrderMatters.Contains(name))
            return;
        var rows = Sample.Make(600);
        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        new Seed(3).Stream().Shuffle<int>(order);
        var (a, b) = (Learners.Named(name).Fit(rows, Context()), Learners.Named(name).Fit(rows.Select(order), Context()));
        for (var row = 0; row < rows.Rows; row++)
            Assert.Equal(a.Predict(Sample.Vector(rows, row)), b.Predict(Sample.Vector(rows, row)), 1e-6);
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_leaves_its_rows_untouched(string name)
    {
        var (rows, validation) = (Sample.Make(300), Sample.Make(200, seed: 2));
        var (before, beforeValidation) = (rows.ContentHash(), validation.ContentHash());
        Learners.Named(name).Fit(rows, Context() with { Validation = validation });
        Assert.Equal(before, rows.ContentHash());
        Assert.Equal(beforeValidation, validation.ContentHash());
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_stops_when_asked(string name)
    {
        var context = Context() with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => Learners.Named(name).Fit(Sample.Make(300), context));
    }

    [Theory, MemberData(nameof(All))]
    public void Batch_scores_equal_single_scores_bit_for_bit(string name)
    {
        var (model, rows) = (Small(name), Sample.Make(333, seed: 9));
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        for (var row = 0; row < rows.Rows; row++)
            Assert.Equal(BitConverter.DoubleToInt64Bits(model.Predict(Sample.Vector(rows, row))), BitConverter.DoubleToInt64Bits(scores[row]));
    }

    [Theory, MemberData(nameof(All))]
    public void Save_and_load_give_the_same_scores_and_bytes(string name)
    {
        var model = Small(name);
        var bytes = ArtifactFormats.Save(model);
        var loaded = Formats.Load(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal(model.Output, loaded.Output);
        Assert.Equal(model.Schema.Fingerprint, loaded.Schema.Fingerprint);
        var rows = Sample.Make(200, seed: 4);
        foreach (var vector in Enumerable.Range(0, 200).Select(r => Sample.Vector(rows, r)).Concat(Sample.Strange()))
            Assert.Equal(BitConverter.DoubleToInt64Bits(model.Predict(vector)), BitConverter.DoubleToInt64Bits(loaded.Predict(vector)));
    }

    [Theory, MemberData(nameof(All))]
    public void Load_refuses_any_damaged_byte_and_any_truncation(string name)
    {
        var bytes = ArtifactFormats.Save(Learners.Named(name).Fit(Sample.Make(60), Context()));
        var step = Math.Max(1, bytes.Length / 300);
        for (var at = 0; at < bytes.Length; at += step)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => Formats.Load(damaged));
            Assert.Throws<ModelFormatException>(() => Formats.Load(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Load_refuses_a_newer_container_and_says_so(string name)
    {
        var bytes = ArtifactFormats.Save(Small(name));
        bytes[7]++;
        Assert.Contains("version", Assert.Throws<ModelFormatException>(() => Formats.Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void Scores_are_finite_for_vectors_that_training_never_saw(string name)
    {
        var model = Small(name);
        foreach (var vector in Sample.Strange())
            AssertSound(model, model.Predict(vector));
    }

    [Theory, MemberData(nameof(All))]
    public void Predict_allocates_nothing(string name)
    {
        var (model, vector) = (Small(name), Sample.Vector(Sample.Make(5), 3));
        var sum = 0.0;
        for (var i = 0; i < 200; i++)
            sum += model.Predict(vector);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            sum += model.Predict(vector);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(double.IsFinite(sum));
    }

    [Theory, MemberData(nameof(All))]
    public void Contributions_and_baseline_add_up_to_the_score(string name)
    {
        if (Small(name) is not IExplainingModel model)
            return;
        var (rows, contributions) = (Sample.Make(50, seed: 5), new double[Sample.Schema.Count]);
        for (var row = 0; row < rows.Rows; row++)
        {
            model.Explain(Sample.Vector(rows, row), contributions);
            var (sum, score) = (model.Baseline + contributions.Sum(), model.Predict(Sample.Vector(rows, row)));
            Assert.Equal(score, model is TreesModel trees ? trees.ScoreOf(sum) : model.Output == ModelOutput.Probability ? 1 / (1 + Math.Exp(-sum)) : sum, 1e-9);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Probabilities_of_classes_sum_to_one_and_agree_with_the_score(string name)
    {
        if (Small(name) is not IClassifier model)
            return;
        var rows = Sample.Make(120, seed: 6);
        var (all, own) = (new double[rows.Rows * model.Classes], new double[model.Classes]);
        model.Probabilities(rows, all);
        for (var row = 0; row < rows.Rows; row++)
        {
            model.Probabilities(Sample.Vector(rows, row), own);
            Assert.Equal(own, all.AsSpan(row * model.Classes, model.Classes).ToArray());
            AssertProbabilities(model, Sample.Vector(rows, row), own);
        }

        foreach (var vector in Sample.Strange())
        {
            model.Probabilities(vector, own);
            AssertProbabilities(model, vector, own);
        }

        static void AssertProbabilities(IClassifier model, double[] vector, double[] own)
        {
            Assert.Equal(1, own.Sum(), 1e-9);
            Assert.All(own, p => Assert.InRange(p, 0, 1));
            Assert.Equal(Array.IndexOf(own, own.Max()), model.Predict(vector));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Degenerate_rows_give_a_clear_error_or_a_sound_model(string name)
    {
        var rows = Sample.Make(60);
        double[][] Columns(Func<int, double, double> change) =>
            [.. Enumerable.Range(0, rows.Width).Select(c => rows.Column(c).ToArray().Select(v => change(c, v)).ToArray())];
        Dataset WithLabels(Func<int, double> label) => new(rows.Schema, Columns((_, v) => v),
            [.. Enumerable.Range(0, rows.Rows).Select(label)], rows.Times.ToArray());
        var cases = new (string Case, Dataset Rows)[]
        {
            ("no rows", rows.Select([])),
            ("one row", rows.Select([0])),
            ("two rows of two classes", rows.Select([Enumerable.Range(0, 60).First(r => rows.Labels[r] == 0), Enumerable.Range(0, 60).First(r => rows.Labels[r] == 1)])),
            ("one class", WithLabels(_ => 1)),
            ("other class", WithLabels(_ => 0)),
            ("constant columns", rows.WithColumns(rows.Schema, Columns((_, _) => 5))),
            ("all missing", rows.WithColumns(rows.Schema, Columns((_, _) => double.NaN))),
            ("infinite features", rows.WithColumns(rows.Schema, Columns((c, v) => c == 0 ? double.PositiveInfinity : c == 1 ? double.NegativeInfinity : v))),
            ("some infinite", rows.WithColumns(rows.Schema, Columns((c, v) => c == 0 && v > 8 ? double.PositiveInfinity : v))),
            ("huge features", rows.WithColumns(rows.Schema, Columns((_, v) => v * 1e300))),
            ("tiny features", rows.WithColumns(rows.Schema, Columns((_, v) => v * 1e-310))),
            ("zero weights", rows.WithWeights(new double[60])),
            ("some zero weights", rows.WithWeights([.. Enumerable.Range(0, 60).Select(r => r % 2 * 1.0)])),
            ("negative weight", rows.WithWeights([.. Enumerable.Range(0, 60).Select(r => r - 1.0)])),
        };
        foreach (var (which, data) in cases)
        {
            IModel model;
            try
            {
                model = Learners.Named(name).Fit(data, Context());
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
                continue;
            }

            foreach (var vector in Sample.Strange().Concat(Enumerable.Range(0, data.Rows).Select(r => Sample.Vector(data, r))))
                AssertSound(model, model.Predict(vector), which);
        }

        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
        {
            var odd = WithLabels(r => r == 7 ? bad : r % 2);
            if (Learners.IgnoresLabels.Contains(name))
                Assert.Equal(ArtifactFormats.Save(Learners.Named(name).Fit(WithLabels(_ => 0), Context())), ArtifactFormats.Save(Learners.Named(name).Fit(odd, Context())));
            else
                Assert.Throws<TrainingException>(() => Learners.Named(name).Fit(odd, Context()));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Predict_refuses_rows_of_another_schema(string name)
    {
        var other = new Dataset(new FeatureSchema([new FeatureSpec("x")]), [[1.0]], [1], [0]);
        Assert.Throws<ArgumentException>(() => Small(name).Predict(other, new double[1]));
    }

    private static void AssertSound(IModel model, double score, string? which = null)
    {
        Assert.True(double.IsFinite(score), $"{which}: score {score}");
        if (model.Output == ModelOutput.Probability)
            Assert.True(score is >= 0 and <= 1, $"{which}: probability {score}");
    }
}
