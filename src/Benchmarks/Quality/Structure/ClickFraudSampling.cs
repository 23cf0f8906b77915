using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Sampling;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Structure;

/// <summary>The effect of sampling where one row in 440 is positive.</summary>
public sealed class ClickFraudSampling : QualityCase
{
    /// <inheritdoc/>
    public override string Name => "clickfraud-talkingdata";

    /// <inheritdoc/>
    public override string Task => "Does a click lead to an install (0.227 %); 100 000 clicks, the first 70 % by time train, the rest is judged. App, device, system and channel as categories, the hour, clicks so far of the address.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var (train, test) = StructureFiles.ByTime(Read(context), 0.7);
        var (logistic, trees) = (new LogisticRegression(), new BoostedTrees { Trees = 100, MaxLeaves = 7, LearningRate = 0.05 });
        var methods = new (string, ILearner)[]
        {
            ("logistic regression", logistic),
            ("logistic regression, balanced weights", new Resampled(new BalancedWeights(), logistic)),
            ("logistic regression, undersampling 1 : 10", new Resampled(new RandomUndersampling { Ratio = 0.1 }, logistic)),
            ("logistic regression, oversampling 1 : 10", new Resampled(new RandomOversampling { Ratio = 0.1 }, logistic)),
            ("logistic regression, SMOTE 1 : 10", new Resampled(new Smote { Ratio = 0.1 }, logistic)),
            ("boosted trees, 100 trees of 7 leaves", trees),
            ("boosted trees, balanced weights", new Resampled(new BalancedWeights(), trees)),
            ("boosted trees, undersampling 1 : 10", new Resampled(new RandomUndersampling { Ratio = 0.1 }, trees)),
            ("boosted trees, SMOTE 1 : 10", new Resampled(new Smote { Ratio = 0.1 }, trees)),
        };
        return methods.SelectMany(m => StructureRun.Ranking(context, m.Item1, m.Item2, train, test, "The winner's 0.9843 is for 184 million rows."));
    }

    /// <summary>Rows in the order of time, each with how many clicks its address made before.</summary>
    private static Dataset Read(QualityContext context)
    {
        var clicks = StructureFiles.Rows(context.File("train_sample.csv.gz"))
            .Select(f => (Fields: f, Time: DateTime.ParseExact(f[5], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)))
            .OrderBy(c => c.Time);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<(double[], double, long)>();
        foreach (var (fields, time) in clicks)
        {
            var before = seen.GetValueOrDefault(fields[0]);
            seen[fields[0]] = before + 1;
            rows.Add(([.. fields[1..5].Select(StructureFiles.Code), time.Hour, Math.Log(1 + before)], StructureFiles.Number(fields[7]), (time.Ticks - DateTime.UnixEpoch.Ticks) / 10));
        }

        return StructureFiles.Table(
            [.. new[] { "app", "device", "os", "channel" }.Select(n => new FeatureSpec(n, FeatureKind.Categorical)), new FeatureSpec("hour"), new FeatureSpec("clicks_before")], rows);
    }
}
