using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>Good or bad, in sentences of reviews (Kotzias et al., 2015).</summary>
public sealed class SentimentUciSentences : TextCase
{
    private static readonly string[] s_files = ["amazon_cells_labelled.txt", "imdb_labelled.txt", "yelp_labelled.txt"];

    /// <inheritdoc/>
    public override string Name => "sentiment-uci-sentences";

    /// <inheritdoc/>
    public override string Task => "Is a sentence of a review good or bad? 3,000 sentences of three sites together, 5 folds stratified by class; no published figure for this.";

    private protected override IReadOnlyList<(TextDataset Train, TextDataset Test)> Folds(QualityContext context)
    {
        var rows = s_files.SelectMany(f => TextFiles.Lines(context.File(f))).Select(line => line.Split('\t')).ToArray();
        return CrossValidation(new TextDataset([.. rows.Select(r => r[0])], [.. rows.Select(r => r[^1][0] - '0')]), 5, context.Seed);
    }
}
