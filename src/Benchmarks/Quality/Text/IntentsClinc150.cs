using System.Text.Json;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>150 intents of an assistant and questions beyond them (Larson et al., 2019).</summary>
public sealed class IntentsClinc150 : TextCase
{
    private const int Beyond = 150;

    /// <inheritdoc/>
    public override string Name => "intents-clinc150";

    /// <inheritdoc/>
    public override string Task => "Which of 150 intents, or none, has a question? The full set: trained on 15,000 questions and 100 beyond scope, judged on 4,500 and 1,000.";

    private protected override IReadOnlyList<(TextDataset Train, TextDataset Test)> Folds(QualityContext context)
    {
        using var document = JsonDocument.Parse(TextFiles.All(context.File("data_full.json.gz")));
        (string Text, string Label)[] Part(string name) =>
            [.. document.RootElement.GetProperty(name).EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!))];
        (string Text, string Label)[] train = [.. Part("train"), .. Part("oos_train")], test = [.. Part("test"), .. Part("oos_test")];
        var names = train.Select(r => r.Label).Where(l => l != "oos").Distinct().Order(StringComparer.Ordinal).ToList();
        int Class(string label) => label == "oos" ? Beyond : names.IndexOf(label);
        TextDataset Set((string Text, string Label)[] rows) => new([.. rows.Select(r => r.Text)], [.. rows.Select(r => Class(r.Label))], Beyond + 1);
        return [(Set(train), Set(test))];
    }

    private protected override IEnumerable<QualityRow> Judge(string method, TextVerdicts judged, double seconds)
    {
        yield return Published(new QualityRow(method, "in-scope accuracy", judged.Recall(c => c != Beyond), HigherIsBetter: true, seconds));
        yield return Published(new QualityRow(method, "out-of-scope recall", judged.Recall(c => c == Beyond), HigherIsBetter: true, seconds));
        yield return new QualityRow(method, "macro-F1", judged.Estimate(TextVerdicts.MacroF1), HigherIsBetter: true, seconds);
    }

    private protected override QualityRow Published(QualityRow row)
    {
        var fast = row.Method.StartsWith("fastText", StringComparison.Ordinal);
        var by = (fast ? "fastText" : "SVM") + ", Larson et al. 2019 (from memory)";
        return row.Metric == "in-scope accuracy"
            ? row with { Published = fast ? 0.890 : 0.910, PublishedBy = by }
            : row with { Published = fast ? 0.097 : 0.145, PublishedBy = by };
    }
}
