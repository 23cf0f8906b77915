using System.Diagnostics;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>A text case: every method on its folds, judged on texts that it did not see.</summary>
public abstract class TextCase : QualityCase
{
    /// <summary>The training and test texts of each fold; one fold for a documented split.</summary>
    private protected abstract IReadOnlyList<(TextDataset Train, TextDataset Test)> Folds(QualityContext context);

    /// <summary>The rows of one method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="judged">What it said.</param>
    /// <param name="seconds">How long its fits took together.</param>
    private protected virtual IEnumerable<QualityRow> Judge(string method, TextVerdicts judged, double seconds)
    {
        yield return Published(new QualityRow(method, "accuracy", judged.Accuracy(), HigherIsBetter: true, seconds));
        yield return Published(new QualityRow(method, "macro-F1", judged.Estimate(TextVerdicts.MacroF1), HigherIsBetter: true, seconds));
    }

    /// <summary>The row with the published figure beside it, where there is one.</summary>
    private protected virtual QualityRow Published(QualityRow row) => row;

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var folds = Folds(context);
        foreach (var method in TextMethods.All)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.Progress.Report($"{Name}: {method.Name}");
            var (truth, said, seconds) = (new List<int>(), new List<int>(), 0.0);
            foreach (var (train, test) in folds)
            {
                var started = Stopwatch.GetTimestamp();
                var model = method.Learner.Fit(train, context.Fit);
                seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
                var scores = new double[model.Classes];
                for (var row = 0; row < test.Rows; row++)
                {
                    model.Score(test.Texts[row], scores);
                    truth.Add(test.Labels[row]);
                    said.Add(scores.Length == 1 ? scores[0] > 0 ? 1 : 0 : Array.IndexOf(scores, scores.Max()));
                }
            }

            foreach (var row in Judge(method.Name, new TextVerdicts([.. truth], [.. said], folds[0].Train.Classes), seconds))
                yield return row;
        }
    }

    /// <summary>Splits into folds, each stratified by class, in random order under the seed.</summary>
    private protected static IReadOnlyList<(TextDataset Train, TextDataset Test)> CrossValidation(TextDataset all, int folds, Seed seed)
    {
        var (fold, next) = (new int[all.Rows], new int[all.Classes]);
        int[] order = [.. Enumerable.Range(0, all.Rows)];
        seed.Derive("folds").Stream().Shuffle<int>(order);
        foreach (var row in order)
            fold[row] = next[all.Labels[row]]++ % folds;
        return [.. Enumerable.Range(0, folds).Select(f => (
            all.Select([.. Enumerable.Range(0, all.Rows).Where(r => fold[r] != f)]),
            all.Select([.. Enumerable.Range(0, all.Rows).Where(r => fold[r] == f)])))];
    }
}
