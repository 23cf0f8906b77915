using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>77 intents of a bank's customers (Casanueva et al., 2020).</summary>
public sealed class IntentsBanking77 : TextCase
{
    /// <inheritdoc/>
    public override string Name => "intents-banking77";

    /// <inheritdoc/>
    public override string Task => "Which of 77 intents has a customer's question? The documented split: 10,003 to train, 3,080 to judge.";

    private protected override IReadOnlyList<(TextDataset Train, TextDataset Test)> Folds(QualityContext context)
    {
        var (train, test) = (TextFiles.Rows(context.File("train.csv.gz")), TextFiles.Rows(context.File("test.csv")));
        var names = train.Select(r => r[1]).Distinct().Order(StringComparer.Ordinal).ToList();
        TextDataset Set(List<string[]> rows) => new([.. rows.Select(r => r[0])], [.. rows.Select(r => names.IndexOf(r[1]))], names.Count);
        return [(Set(train), Set(test))];
    }

    private protected override QualityRow Published(QualityRow row) => row.Metric == "accuracy"
        ? row with { Published = 0.8719, PublishedBy = "frozen BERT, Casanueva et al. 2020 (from memory; another method, pretrained)" }
        : row;
}
