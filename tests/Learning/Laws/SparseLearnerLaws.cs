using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every sparse learner of the library must do, found by reflection: a new one is tested the moment it exists.</summary>
public sealed class SparseLearnerLaws
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Compatibility");

    public static TheoryData<string> All => [.. SparseLearners.Names];

    public static TheoryData<string, int> AllClasses
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in SparseLearners.Names)
                data.Add(name, 2);
            foreach (var name in SparseLearners.OfManyClasses)
                data.Add(name, 4);
            return data;
        }
    }

    private static FitContext Context(int threads = 1) => new(new Seed(42)) { Threads = threads };

    private static ISparseModel Small(string name, int classes = 2) => SparseLearners.Named(name).Fit(SparseSample.Make(300, classes), Context());

    private static double[] Score(ISparseModel model, ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var scores = new double[model.Outputs];
        model.Score(columns, values, scores);
        return scores;
    }

    private static double[] Score(ISparseModel model, SparseDataset rows, int row) => Score(model, rows.Features.Columns(row), rows.Features.Values(row));

    [Fact]
    public void Every_sparse_learner_has_an_example()
    {
        Assert.NotEmpty(SparseLearners.Types);
        var tested = SparseLearners.Names.Select(n => SparseLearners.Named(n).GetType()).ToHashSet();
        Assert.All(SparseLearners.Types, type => Assert.True(tested.Contains(type), $"{type.Name} must have an example in SparseLearners, because it has no default arguments."));
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Fit_gives_the_same_bytes_for_the_same_seed_at_any_number_of_threads(string name, int classes)
    {
        var rows = SparseSample.Make(17_000, classes);
        var learner = name.StartsWith("f", StringComparison.Ordinal) ? SparseLearners.Named(name) : Loose(SparseLearners.Named(name));
        var first = ArtifactFormats.Save(learner.Fit(rows, Context(1)));
        Assert.Equal(first, ArtifactFormats.Save(learner.Fit(rows, Context(2))));
        Assert.Equal(first, ArtifactFormats.Save(learner.Fit(rows, Context(3))));
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Fit_ignores_row_order(string name, int classes)
    {
        if (SparseLearners.OrderMatters.Contains(name))
            return;
        var rows = SparseSample.Make(500, classes);
        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        new Seed(3).Stream().Shuffle<int>(order);
        var (a, b) = (SparseLearners.Named(name).Fit(rows, Context()), SparseLearners.Named(name).Fit(rows.Select(order), Context()));
        var tolerance = name.Contains("plain", StringComparison.Ordinal) || name.Contains("rest", StringComparison.Ordinal) ? 1e-3 : classes > 2 ? 1e-5 : 1e-6;
        for (var row = 0; row < rows.Rows; row++)
            foreach (var (x, y) in Score(a, rows, row).Zip(Score(b, rows, row)))
                Assert.Equal(x, y, tolerance * Math.Max(1, Math.Abs(x)));
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_leaves_its_rows_untouched(string name)
    {
        var rows = SparseSample.Make(300);
        var before = rows.ContentHash();
        SparseLearners.Named(name).Fit(rows, Context());
        Assert.Equal(before, rows.ContentHash());
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_stops_when_asked(string name)
    {
        var context = Context() with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => SparseLearners.Named(name).Fit(SparseSample.Make(300), context));
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Fit_learns_something(string name, int classes)
    {
        var (model, rows, right) = (SparseLearners.Named(name).Fit(SparseSample.Make(2_000, classes), Context()), SparseSample.Make(1_000, classes, seed: 2), 0);
        for (var row = 0; row < rows.Rows; row++)
        {
            var scores = Score(model, rows, row);
            var label = scores.Length > 1 ? Array.IndexOf(scores, scores.Max()) : scores[0] > (model.Output == ModelOutput.Score ? 0 : 0.5) ? 1 : 0;
            right += label == rows.Labels[row] ? 1 : 0;
        }

        Assert.True(right > 1_000 * (classes == 2 ? 0.6 : 0.4), $"{right} of 1000 right");
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Save_and_load_give_the_same_scores_and_bytes(string name, int classes)
    {
        var model = Small(name, classes);
        var bytes = ArtifactFormats.Save(model);
        var loaded = LearnerLaws.Formats.Load<ISparseModel>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal((model.Output, model.Outputs, model.Width), (loaded.Output, loaded.Outputs, loaded.Width));
        Assert.Equal(classes == 2 ? 1 : classes, model.Outputs);
        var rows = SparseSample.Make(100, seed: 4);
        for (var row = 0; row < rows.Rows; row++)
            Assert.Equal(Score(model, rows, row), Score(loaded, rows, row));
        foreach (var (columns, values) in SparseSample.Strange())
            Assert.Equal(Score(model, columns, values), Score(loaded, columns, values));
    }

    [Theory, MemberData(nameof(All))]
    public void Load_refuses_any_damaged_byte_and_any_truncation(string name)
    {
        var bytes = ArtifactFormats.Save(SparseLearners.Named(name).Fit(SparseSample.Make(60), Context()));
        var step = Math.Max(1, bytes.Length / 100);
        for (var at = 0; at < bytes.Length; at += step)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<ISparseModel>(damaged));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<ISparseModel>(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Load_bears_hostile_bytes_under_a_right_checksum(string name, int classes)
    {
        var (bytes, stream) = (ArtifactFormats.Save(SparseLearners.Named(name).Fit(SparseSample.Make(40, classes), Context())), new Seed(8).Stream());
        for (var round = 0; round < 300; round++)
        {
            var hostile = (byte[])bytes.Clone();
            var body = hostile.AsSpan(0, hostile.Length - 32);
            for (var i = 0; i <= round % 3; i++)
                body[8 + stream.NextInt(Math.Min(body.Length - 8, round % 2 == 0 ? 120 : int.MaxValue))] = (byte)stream.NextInt(256);
            System.Security.Cryptography.SHA256.HashData(body).CopyTo(hostile.AsSpan(body.Length));
            try
            {
                var model = LearnerLaws.Formats.Load<ISparseModel>(hostile);
                foreach (var (columns, values) in SparseSample.Strange())
                    AssertSound(model, Score(model, columns, values), "hostile");
            }
            catch (ModelFormatException)
            {
                continue;
            }
        }
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Scores_are_sound_for_rows_that_training_never_saw(string name, int classes)
    {
        var model = Small(name, classes);
        foreach (var (columns, values) in SparseSample.Strange())
            AssertSound(model, Score(model, columns, values), $"{columns.Length} entries of {values.FirstOrDefault()}");
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Columns_beyond_the_width_count_as_unseen(string name, int classes)
    {
        var model = Small(name, classes);
        if (name is "fm-value" or "ffm")
            return; // a row's length counts all its entries
        Assert.Equal(Score(model, [1, 30], [1, 2]), Score(model, [-7, 1, 30, SparseSample.Width, int.MaxValue], [3, 1, 2, 5, 5]));
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Score_allocates_nothing(string name, int classes)
    {
        var (model, columns, values) = (Small(name, classes), Enumerable.Range(0, 290).ToArray(), Enumerable.Repeat(1f, 290).ToArray());
        var scores = new double[model.Outputs];
        for (var i = 0; i < 200; i++)
            model.Score(columns, values, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            model.Score(columns, values, scores);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory, MemberData(nameof(All))]
    public void Degenerate_rows_give_a_clear_error_or_a_sound_model(string name)
    {
        var rows = SparseSample.Make(60);
        var (zero, one) = (Enumerable.Range(0, 60).First(r => rows.Labels[r] == 0), Enumerable.Range(0, 60).First(r => rows.Labels[r] == 1));
        var cases = new (string Case, SparseDataset Rows)[]
        {
            ("no rows", rows.Select([])),
            ("one row", rows.Select([0])),
            ("two rows", rows.Select([zero, one])),
            ("one class", SparseSample.WithLabels(rows, _ => 1)),
            ("other class", SparseSample.WithLabels(rows, _ => 0)),
            ("zeros stored", SparseSample.WithValues(rows, (_, _) => 0)),
            ("huge values", SparseSample.WithValues(rows, (_, v) => v * 1e37f)),
            ("tiny values", SparseSample.WithValues(rows, (_, v) => v * 1e-38f)),
            ("negative values", SparseSample.WithValues(rows, (_, v) => -v)),
            ("mixed values", SparseSample.WithValues(rows, (i, v) => i % 2 == 0 ? 1e20f : -v)),
            ("zero weights", SparseSample.WithWeights(rows, _ => 0)),
            ("some zero weights", SparseSample.WithWeights(rows, r => r % 2)),
            ("negative weight", SparseSample.WithWeights(rows, r => r - 1)),
            ("labels that are no classes", SparseSample.WithLabels(rows, r => r - 0.5)),
            ("empty rows", new SparseDataset(new(50, new int[61], [], []), rows.Labels.ToArray())),
        };
        foreach (var (which, data) in cases)
        {
            ISparseModel model;
            try
            {
                model = SparseLearners.Named(name).Fit(data, Context());
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
                continue;
            }

            foreach (var (columns, values) in SparseSample.Strange())
                AssertSound(model, Score(model, columns, values), which);
            for (var row = 0; row < data.Rows; row++)
                AssertSound(model, Score(model, data, row), which);
        }

        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
            Assert.Throws<TrainingException>(() => SparseLearners.Named(name).Fit(SparseSample.WithLabels(rows, r => r == 7 ? bad : r % 2), Context()));
    }

    [Theory, MemberData(nameof(All))]
    public void A_width_of_two_billion_columns_costs_nothing(string name)
    {
        var rows = SparseSample.Make(100, width: int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var model = SparseLearners.Named(name).Fit(rows, Context());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000, "the fit took more than 50 MB");
        Assert.Equal(int.MaxValue, model.Width);
        Assert.True(ArtifactFormats.Save(model).Length < 1_000_000);
        AssertSound(model, Score(model, rows, 0), "wide");
    }

    [Theory, MemberData(nameof(AllClasses))]
    public void Files_of_earlier_versions_open_and_score_the_same(string name, int classes)
    {
        var file = $"sparse-{name}-{classes}";
        var folder = Environment.GetEnvironmentVariable("BELLWETHER_WRITE_COMPATIBILITY") is { Length: > 0 } target ? target : Folder;
        double[] Scores(ISparseModel model) => [.. SparseSample.Strange().SelectMany(r => Score(model, r.Columns, r.Values))];
        if (folder != Folder && !File.Exists(Path.Combine(folder, file + ".bwm")))
        {
            var written = SparseLearners.Named(name).Fit(SparseSample.Make(40, classes), Context());
            File.WriteAllBytes(Path.Combine(folder, file + ".bwm"), ArtifactFormats.Save(written));
            File.WriteAllLines(Path.Combine(folder, file + ".txt"), Scores(written).Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        }

        Assert.True(File.Exists(Path.Combine(folder, file + ".bwm")), $"Compatibility/{file}.bwm must exist: a format that was shipped must stay readable.");
        var actual = Scores(LearnerLaws.Formats.Load<ISparseModel>(File.ReadAllBytes(Path.Combine(folder, file + ".bwm"))));
        var expected = File.ReadAllLines(Path.Combine(folder, file + ".txt")).Select(l => double.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }

    /// <summary>The same learner with a tolerance that a law about bytes can afford.</summary>
    private static ISparseLearner Loose(ISparseLearner learner) => learner switch
    {
        Sparse.SparseLogisticRegression logistic => logistic with { Tolerance = 1e-2 },
        Margins.LinearSvm svm => svm with { Tolerance = 1e-1 },
        _ => learner,
    };

    private static void AssertSound(ISparseModel model, double[] scores, string which)
    {
        Assert.True(Array.TrueForAll(scores, double.IsFinite), $"{which}: scores {string.Join(", ", scores)}");
        if (model.Output is ModelOutput.Probability or ModelOutput.Class)
            Assert.True(Array.TrueForAll(scores, s => s is >= 0 and <= 1), $"{which}: probabilities {string.Join(", ", scores)}");
        if (model.Output == ModelOutput.Class)
            Assert.Equal(1, scores.Sum(), 1e-9);
    }
}
