using System.Globalization;
using System.Text;
using Bellwether.Data.Importing;
using Bellwether.Data.Models;
using Bellwether.Gallery.Prediction.RideEta;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Tests.Lifecycle;

/// <summary>Runs on files of real events. Floors are what was measured at seed 7 with a margin of a few hundredths.</summary>
public sealed class FileRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<RunReport> RunAsync(MlSystem system, string file, string? map = null) =>
        system.Compile().RunFileAsync(file, map is null ? null : DataMapping.Parse(map), new RunOptions { Seed = new Seed(7), Threads = 2 }, _folder.Environment(system.Design.Name));

    private static RungReport Chosen(RunReport report) => Assert.Single(report.Ladder, r => r.Chosen);

    [SkippableFact]
    public async Task The_fraud_sample_is_split_by_time_and_trees_or_regression_beat_the_rules()
    {
        var report = await RunAsync(new CardFraudSystem(), Checkout.Shared("fraud-ulb-sample", "creditcard_sample.csv.gz"));
        Assert.StartsWith("by time", report.Data.Split, StringComparison.Ordinal);
        Assert.True(Chosen(report).Value > 0.75, $"pr_auc {Chosen(report).Value}");
        Assert.True(Chosen(report).Low > report.Ladder[0].High);
        AssertSound(report);
    }

    [SkippableFact]
    public async Task The_sample_whose_frauds_were_appended_is_split_at_random_and_says_why()
    {
        var report = await RunAsync(new CardFraudSystem(), Checkout.Shared("fraud-ulb-sample", "creditcard_head9507_plus_frauds.csv.gz"));
        Assert.StartsWith("at random, stratified by label, because by time one side would hold (nearly) one class only", report.Data.Split, StringComparison.Ordinal);
        Assert.True(Chosen(report).Value > 0.8, $"pr_auc {Chosen(report).Value}");
        AssertSound(report);
    }

    [SkippableFact]
    public async Task A_hundred_thousand_taxi_rides_are_decided_on_vectors_that_the_log_gives_again_bit_for_bit()
    {
        var report = await RunAsync(new RideEtaSystem(), Checkout.Shared("nyc-taxi-fare", "taxi-fare-train.csv.gz"));
        Assert.StartsWith("at random, because the data has no time", report.Data.Split, StringComparison.Ordinal);
        Assert.True(report.Decisions.Audited >= 100_000, $"{report.Decisions.Audited} vectors were audited");
        Assert.Equal(0, report.Decisions.Mismatches);
        Assert.True(Chosen(report).Value < 0.9 * report.Ladder[0].Value, $"mae {Chosen(report).Value} against {report.Ladder[0].Value} of the map");
        Assert.DoesNotContain(report.Data.Mapping, m => m.Contains("fare_amount ->", StringComparison.Ordinal));
        AssertSound(report);
    }

    [SkippableFact]
    public async Task Ten_thousand_timed_taxi_rides_are_split_by_time()
    {
        var report = await RunAsync(new RideEtaSystem(), Checkout.Shared("nyc-trip-duration", "taxi_tour_table_train_simple.csv.gz"));
        Assert.StartsWith("by time", report.Data.Split, StringComparison.Ordinal);
        Assert.True(Chosen(report).Value < report.Ladder[0].Value, $"mae {Chosen(report).Value} against {report.Ladder[0].Value}");
        AssertSound(report);
    }

    [Fact]
    public async Task A_users_own_file_with_odd_columns_runs_with_a_mapping_signals_included()
    {
        var file = WriteOdd(withLabel: true);
        var report = await RunAsync(new CardFraudSystem(), file, "id=Txn Ref,time=When?,amount=Betrag €,cardId=Karte,label=Was it bad:yes,signals=score_*");
        Assert.StartsWith("by time", report.Data.Split, StringComparison.Ordinal);
        Assert.Equal(3000, report.Data.Events);
        Assert.Contains(report.Data.Mapping, m => m.Contains("Betrag €", StringComparison.Ordinal));
        Assert.Contains(report.Importance, i => i.Name == "score_a");
        Assert.True(Chosen(report).Value > 0.6, $"pr_auc {Chosen(report).Value}");
        AssertSound(report);
    }

    [Fact]
    public async Task A_file_without_a_label_says_how_to_name_it()
    {
        var refused = await Assert.ThrowsAsync<TrainingException>(() => RunAsync(new CardFraudSystem(), WriteOdd(withLabel: false), "id=Txn Ref,time=When?,amount=Betrag €"));
        Assert.Equal("The file needs a column with the label, but none was recognised; its columns are Txn Ref, When?, Betrag €, Karte, score_a, score_b. Name it with --map label=COLUMN.", refused.Message);
    }

    [Fact]
    public async Task A_file_that_is_too_short_says_how_many_rows_are_needed()
    {
        var file = _folder.File("short.csv");
        await File.WriteAllLinesAsync(file, ["id,time,amount,class", "a,2026-01-01T00:00:00Z,3,0", "b,2026-01-01T00:01:00Z,4,1"]);
        var refused = await Assert.ThrowsAsync<TrainingException>(() => RunAsync(new CardFraudSystem(), file));
        Assert.StartsWith("Training needs at least 200 labelled rows", refused.Message, StringComparison.Ordinal);
        Assert.Contains("but there are 2", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertSound(RunReport report)
    {
        Assert.True(report.Ladder.Count >= 3);
        Assert.All(report.Ladder, r => Assert.True(r.Low <= r.Value && r.Value <= r.High && r.Low < r.High, $"{r.Model}: {r.Value} [{r.Low}, {r.High}]"));
        Assert.Equal(report.Data.Events, report.Decisions.Audited);
        Assert.Equal(0, report.Decisions.Mismatches);
        Assert.Equal(report.Data.Events, report.Decisions.Count);
        Assert.True(File.Exists(report.Document));
    }

    private string WriteOdd(bool withLabel)
    {
        var stream = new Seed(5).Stream();
        var text = new StringBuilder("Txn Ref,When?,Betrag €,Karte,score_a,score_b" + (withLabel ? ",Was it bad\n" : "\n"));
        for (var i = 0; i < 3000; i++)
        {
            var bad = stream.NextBool(0.08);
            text.Append(CultureInfo.InvariantCulture, $"T-{i},{new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(10 * i):yyyy-MM-dd HH:mm:ss},{stream.NextLogNormal(3, 1):F2},card{stream.NextInt(200)},{stream.NextGaussian(bad ? 2.5 : 0, 1):F4},{stream.NextGaussian(0, 1):F4}");
            text.Append(withLabel ? bad ? ",yes\n" : ",no\n" : "\n");
        }

        var file = _folder.File("mine.csv");
        File.WriteAllText(file, text.ToString());
        return file;
    }
}
