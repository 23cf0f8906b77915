using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>Hate speech and offensive language in tweets (Davidson, Warmsley, Macy and Weber, 2017).</summary>
public sealed class HarmfulDavidson : TextCase
{
    /// <inheritdoc/>
    public override string Name => "harmful-davidson";

    /// <inheritdoc/>
    public override string Task => "Is a tweet hate speech, offensive, or neither? 24,783 tweets, 5 folds stratified by class; the publication cross-validates too, on other folds.";

    private protected override IReadOnlyList<(TextDataset Train, TextDataset Test)> Folds(QualityContext context)
    {
        var rows = TextFiles.Rows(context.File("labeled_data.csv.gz"));
        return CrossValidation(new TextDataset([.. rows.Select(r => r[6])], [.. rows.Select(r => r[5][0] - '0')]), 5, context.Seed);
    }

    private protected override IEnumerable<QualityRow> Judge(string method, TextVerdicts judged, double seconds) =>
        base.Judge(method, judged, seconds).Append(Published(new QualityRow(method, "weighted F1", judged.Estimate(TextVerdicts.WeightedF1), HigherIsBetter: true, seconds)));

    private protected override QualityRow Published(QualityRow row) => row.Metric == "weighted F1"
        ? row with { Published = 0.90, PublishedBy = "logistic regression with part-of-speech and readability features, Davidson et al. 2017 (from memory)" }
        : row;
}
