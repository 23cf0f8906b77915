using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Sampling;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every sampler of rare classes must do, found by reflection.</summary>
public sealed class SamplerLaws
{
    private static readonly Dictionary<string, ISampler> Chosen = new()
    {
        ["oversampling"] = new RandomOversampling(),
        ["undersampling"] = new RandomUndersampling { Ratio = 0.5 },
        ["smote"] = new Smote(),
        ["smote-borderline"] = new Smote { Borderline = true, Ratio = 0.8 },
        ["adasyn"] = new Adasyn(),
        ["tomek"] = new TomekLinks(),
        ["weights"] = new BalancedWeights(),
    };

    public static TheoryData<string> All => [.. Chosen.Keys];

    /// <summary>Rows of which about one in eight has label 1.</summary>
    public static Dataset Rare(int count, ulong seed = 1)
    {
        var rows = Sample.Make(count, seed);
        return rows.Select([.. Enumerable.Range(0, count).Where(r => rows.Labels[r] == 0 || r % 8 == 0)]);
    }

    [Fact]
    public void Every_sampler_has_an_example() =>
        Assert.All(typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ISampler)) && !t.IsAbstract),
            type => Assert.Contains(type, Chosen.Values.Select(c => c.GetType())));

    [Theory, MemberData(nameof(All))]
    public void Resample_gives_the_same_rows_at_any_number_of_threads_and_leaves_its_input_untouched(string name)
    {
        var rows = Rare(2_000);
        var before = rows.ContentHash();
        var first = Chosen[name].Resample(rows, LearnerLaws.Context()).ContentHash();
        Assert.Equal(first, Chosen[name].Resample(rows, LearnerLaws.Context(3)).ContentHash());
        Assert.Equal(before, rows.ContentHash());
        Assert.NotEqual(before, first);
    }

    [Theory, MemberData(nameof(All))]
    public void Resample_brings_the_weight_of_classes_nearer_together(string name)
    {
        var rows = Rare(2_000);
        var sampled = Chosen[name].Resample(rows, LearnerLaws.Context());
        Assert.Equal(rows.Schema.Fingerprint, sampled.Schema.Fingerprint);
        Assert.True(Share(sampled) > Share(rows), $"{Share(rows)} -> {Share(sampled)}");
        Assert.True(Share(sampled) < 0.55);

        static double Share(Dataset data) => Enumerable.Range(0, data.Rows).Sum(r => data.Labels[r] * data.Weight(r)) / Enumerable.Range(0, data.Rows).Sum(data.Weight);
    }

    [Theory, MemberData(nameof(All))]
    public void Resample_stops_when_asked(string name)
    {
        var context = LearnerLaws.Context() with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => Chosen[name].Resample(Rare(200), context));
    }

    [Theory, MemberData(nameof(All))]
    public void Degenerate_rows_give_a_clear_error_or_rows(string name)
    {
        var rows = Rare(80);
        Dataset WithLabels(Func<int, double> label) => new(rows.Schema, [.. Enumerable.Range(0, rows.Width).Select(c => rows.Column(c).ToArray())],
            [.. Enumerable.Range(0, rows.Rows).Select(label)], rows.Times.ToArray());
        foreach (var data in new[]
        {
            rows.Select([]), rows.Select([0]), WithLabels(_ => 1), WithLabels(r => r == 3 ? 1 : 0), WithLabels(r => r == 3 ? double.NaN : r % 2), WithLabels(r => (r % 2) - 0.5), WithLabels(r => r % 5),
            rows.WithWeights(new double[rows.Rows]), rows.WithColumns(rows.Schema, [.. Enumerable.Range(0, rows.Width).Select(_ => Enumerable.Repeat(double.NaN, rows.Rows).ToArray())]),
        })
        {
            try
            {
                Assert.True(Chosen[name].Resample(data, LearnerLaws.Context()).Rows > 0);
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
            }
        }
    }
}
