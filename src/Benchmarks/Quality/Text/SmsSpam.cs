using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>Spam among text messages (Almeida, Hidalgo and Yamakami, 2011).</summary>
public sealed class SmsSpam : TextCase
{
    /// <inheritdoc/>
    public override string Name => "sms-spam";

    /// <inheritdoc/>
    public override string Task => "Is a text message spam? Trained on the first 30 % of 5,574 messages, judged on the rest, as in the publication.";

    private protected override IReadOnlyList<(TextDataset Train, TextDataset Test)> Folds(QualityContext context)
    {
        var rows = TextFiles.Lines(context.File("sms.tsv.gz")).Select(line => line.Split('\t', 2)).ToArray();
        var all = new TextDataset([.. rows.Select(r => r[1])], [.. rows.Select(r => r[0] == "spam" ? 1 : 0)]);
        var cut = (int)(all.Rows * 0.3);
        return [(all.Select([.. Enumerable.Range(0, cut)]), all.Select([.. Enumerable.Range(cut, all.Rows - cut)]))];
    }

    private protected override IEnumerable<QualityRow> Judge(string method, TextVerdicts judged, double seconds) =>
        base.Judge(method, judged, seconds).Append(Published(new QualityRow(method, "Matthews correlation", judged.Estimate(TextVerdicts.Matthews), HigherIsBetter: true, seconds)));

    private protected override QualityRow Published(QualityRow row) => row.Metric switch
    {
        "accuracy" => row with { Published = 0.9764, PublishedBy = "linear SVM, Almeida et al. 2011 (from memory)" },
        "Matthews correlation" => row with { Published = 0.893, PublishedBy = "linear SVM, Almeida et al. 2011 (from memory)" },
        _ => row,
    };
}
