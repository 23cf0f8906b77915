using System.Diagnostics;
using Bellwether.Data.Training;
using Bellwether.Monitoring.Drift;
using Bellwether.Numerics.Random;

namespace Bellwether.Monitoring.Tests.Drift;

public sealed class DriftMonitorTests
{
    private static readonly DateTimeOffset Start = ManualTime.Start;

    private static readonly FeatureSchema Schema = new(
        [new("amount"), new("payments_1h"), new("country", FeatureKind.Categorical), new("mostly_missing"), new("constant")]);

    [Fact]
    public void Unchanged_data_raises_no_more_false_verdicts_than_stated()
    {
        var monitor = Reference(5_000, 1);
        var wrong = 0;
        for (ulong trial = 0; trial < 150; trial++)
        {
            var live = new DriftMonitor(monitor, new DriftOptions { Alpha = 0.05, ModeratePsi = 0, DriftedPsi = 0, DriftedShare = 0 });
            Feed(live, 1_000, 100 + trial, Start);
            wrong += live.Evaluate(Start.AddHours(1)).Features.Any(f => f.Verdict != DriftVerdict.Stable) ? 1 : 0;
        }

        Assert.InRange(wrong, 0, 14);
    }

    [Fact]
    public void Unchanged_data_is_stable_at_the_defaults_however_much_of_it_there_is()
    {
        var profile = Reference(20_000, 1);
        foreach (var rows in new[] { 200, 1_000, 20_000 })
        {
            var live = new DriftMonitor(profile);
            Feed(live, rows, 2, Start);
            Assert.All(live.Evaluate(Start.AddHours(1)).Features, f => Assert.Equal(DriftVerdict.Stable, f.Verdict));
        }
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("payments_1h")]
    [InlineData("country")]
    [InlineData("mostly_missing")]
    [InlineData("constant")]
    [InlineData("prediction")]
    public void A_planted_shift_is_found_where_it_is_and_nowhere_else(string shifted)
    {
        var live = new DriftMonitor(Reference(5_000, 1));
        Feed(live, 1_500, 3, Start, (vector, random) =>
        {
            switch (shifted)
            {
                case "amount": vector[0] *= 1.8; break;
                case "payments_1h": vector[1] += random.NextInt(3); break;
                case "country": vector[2] = random.NextBool(0.3) ? Category.Code("XX") : vector[2]; break;
                case "mostly_missing": vector[3] = random.NextDouble(); break;
                case "constant": vector[4] = random.NextBool(0.4) ? 8 : 7; break;
                default: vector[5] = Math.Sqrt(vector[5]); break;
            }
        });
        var report = live.Evaluate(Start.AddHours(1));
        Assert.All(report.Features, f => Assert.Equal(f.Name == shifted ? DriftVerdict.Drifted : DriftVerdict.Stable, f.Verdict));
        Assert.Equal(shifted, Assert.Single(report.Drifted).Name);
        var signals = new SignalSet();
        report.AddTo(signals);
        Assert.Equal(1.0 / 6, signals["drift.share"].Value, 1e-12);
        Assert.Equal(1_500, signals["drift.psi." + shifted].Count);
        if (shifted == "country")
            Assert.InRange(signals["unseen.country"].Value, 0.25, 0.35);
    }

    [Fact]
    public void A_pipeline_that_goes_null_is_drift()
    {
        var live = new DriftMonitor(Reference(5_000, 1));
        Feed(live, 1_000, 4, Start, (vector, _) => vector[0] = double.NaN);
        var feature = live.Evaluate(Start.AddHours(1)).Features[0];
        Assert.Equal(DriftVerdict.Drifted, feature.Verdict);
        Assert.Equal(1, feature.MissingShare);
        Assert.Equal(1, feature.MissingDelta, 1e-9);
        Assert.True(double.IsNaN(feature.Psi));
    }

    [Fact]
    public void The_window_slides_and_forgets()
    {
        var live = new DriftMonitor(Reference(5_000, 1), new DriftOptions { Window = TimeSpan.FromHours(6), Slots = 6 });
        Feed(live, 600, 5, Start, (vector, _) => vector[0] *= 3);
        Assert.Equal(DriftVerdict.Drifted, live.Evaluate(Start.AddMinutes(59)).Features[0].Verdict);
        Feed(live, 600, 6, Start.AddHours(7));
        var later = live.Evaluate(Start.AddHours(7.5));
        Assert.Equal(600, later.Features[0].Rows);
        Assert.Equal(DriftVerdict.Stable, later.Features[0].Verdict);
        Assert.Equal(DriftVerdict.TooFew, live.Evaluate(Start.AddHours(30)).Features[0].Verdict);
        Feed(live, 10, 7, Start.AddHours(1));
        Assert.Equal(10, live.Dropped);
    }

    [Fact]
    public void A_profile_survives_its_JSON()
    {
        var profile = Reference(500, 8);
        var json = profile.ToJson();
        var back = ReferenceProfile.FromJson(json);
        Assert.Equal(json, back.ToJson());
        var (a, b) = (new DriftMonitor(profile), new DriftMonitor(back));
        Feed(a, 400, 9, Start);
        Feed(b, 400, 9, Start);
        Assert.Equal(a.Evaluate(Start).Features, b.Evaluate(Start).Features);
    }

    [Fact]
    public void Bins_of_a_number_hold_the_reference_about_evenly_and_take_every_value()
    {
        var random = new Seed(10).Stream();
        double[] values = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextLogNormal(0, 2))];
        var reference = ReferenceDistribution.Of("x", FeatureKind.Numeric, values);
        Assert.Equal(10_000, reference.Present);
        Assert.All(reference.Counts[1..^1], c => Assert.InRange(c, 150, 250));
        Assert.Equal(0, reference.BinOf(double.NegativeInfinity));
        Assert.Equal(reference.Bins - 1, reference.BinOf(double.PositiveInfinity));
        foreach (var (edge, bin) in reference.Edges.Select((e, i) => (e, i)))
        {
            Assert.Equal(bin, reference.BinOf(edge));
            Assert.Equal(bin + 1, reference.BinOf(Math.BitIncrement(edge)));
        }

        Assert.Equal(0, ReferenceDistribution.Of("none", FeatureKind.Numeric, [double.NaN]).Present);
        Assert.Equal(1, ReferenceDistribution.Of("none", FeatureKind.Categorical, [double.NaN]).MissingShare);
    }

    [Fact]
    public void Observing_allocates_nothing()
    {
        var random = new Seed(12).Stream();
        var columns = Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 2_000).Select(_ => random.NextGaussian()).ToArray()).ToArray();
        var schema = new FeatureSchema(Enumerable.Range(0, 30).Select(i => new FeatureSpec(FormattableString.Invariant($"f{i}"))));
        var live = new DriftMonitor(ReferenceProfile.Of(new Dataset(schema, columns, new double[2_000], new long[2_000]), columns[0]));
        var vectors = Enumerable.Range(0, 256).Select(_ => Enumerable.Range(0, 30).Select(_ => random.NextGaussian()).ToArray()).ToArray();
        for (var i = 0; i < 20_000; i++)
            live.Observe(vectors[i & 255], 0.1, Start);
        var best = double.MaxValue;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var batch = 0; batch < 100; batch++) // the best batch: other work on the machine is none of ours
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < 1_000; i++)
                live.Observe(vectors[i & 255], 0.1, Start);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / 1_000);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Console.WriteLine(FormattableString.Invariant($"observe of 30 features: {best:0} ns"));
    }

    private static ReferenceProfile Reference(int rows, ulong seed)
    {
        var random = new Seed(seed).Stream();
        var builder = new DatasetBuilder(Schema);
        var predictions = new double[rows];
        var vector = new double[6];
        for (var i = 0; i < rows; i++)
        {
            Draw(random, vector);
            builder.Add(vector.AsSpan(0, 5), 0, Start);
            predictions[i] = vector[5];
        }

        return ReferenceProfile.Of(builder.Build(), predictions);
    }

    private static void Feed(DriftMonitor monitor, int rows, ulong seed, DateTimeOffset from, Action<double[], RandomStream>? change = null)
    {
        var random = new Seed(seed).Derive("live").Stream();
        var vector = new double[6];
        for (var i = 0; i < rows; i++)
        {
            Draw(random, vector);
            change?.Invoke(vector, random);
            monitor.Observe(vector.AsSpan(0, 5), vector[5], from.AddMinutes(59.0 * i / rows));
        }
    }

    private static void Draw(RandomStream random, double[] vector)
    {
        vector[0] = random.NextLogNormal(3, 1);
        vector[1] = random.NextPoisson(0.4);
        vector[2] = Category.Code(random.NextDouble() switch { < 0.5 => "DE", < 0.8 => "FR", < 0.95 => "IT", _ => "ES" });
        vector[3] = random.NextBool(0.8) ? double.NaN : random.NextDouble();
        vector[4] = 7;
        vector[5] = random.NextDouble() * random.NextDouble();
    }
}
