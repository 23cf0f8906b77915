using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Evaluation.Online;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Evaluation.Tests.Online;

public sealed class ProgressiveValidationTests
{
    /// <summary>Scores the share of ones among the rows learned so far, and keeps a diary.</summary>
    private sealed class RunningMean : IOnlineTrainer
    {
        private double _sum;

        public List<string> Diary { get; } = [];

        public long Rows { get; private set; }

        public double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
        {
            Diary.Add($"score {values[0]}");
            return Rows == 0 ? 0.5 : _sum / Rows;
        }

        public void Update(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double label, double weight = 1)
        {
            Diary.Add($"learn {values[0]}");
            (Rows, _sum) = (Rows + 1, _sum + label);
        }

        public ISparseModel Snapshot() => throw new NotSupportedException();
    }

    private static SparseDataset Stream(params double[] labels) => new(
        new SparseMatrix(1, [.. Enumerable.Range(0, labels.Length + 1)], new int[labels.Length], [.. Enumerable.Range(0, labels.Length).Select(i => (float)i)]), labels);

    [Fact]
    public void Every_row_is_scored_before_it_is_learned()
    {
        var trainer = new RunningMean();
        var result = new ProgressiveValidation { Window = 2 }.Run(trainer, Stream(1, 0, 1), MetricCatalogue.Brier);
        Assert.Equal(["score 0", "learn 0", "score 1", "learn 1", "score 2", "learn 2"], trainer.Diary);
        Assert.Equal([0.5, 1, 0.5], result.Scores);
        Assert.Equal((0.25 + 1 + 0.25) / 3, result.Overall.Value, 1e-12);
        Assert.Equal([new ProgressivePoint(2, 0.625), new ProgressivePoint(3, 0.25)], result.Curve);
    }

    [Fact]
    public void With_a_delay_outcomes_come_late_and_none_is_lost()
    {
        var trainer = new RunningMean();
        new ProgressiveValidation { Delay = 2 }.Run(trainer, Stream(1, 0, 1, 1), MetricCatalogue.Brier);
        Assert.Equal(["score 0", "score 1", "score 2", "learn 0", "score 3", "learn 1", "learn 2", "learn 3"], trainer.Diary);
        var late = new RunningMean();
        new ProgressiveValidation { Delay = 9 }.Run(late, Stream(1, 0), MetricCatalogue.Brier);
        Assert.Equal(2, late.Rows);
    }

    [Fact]
    public void It_stops_when_asked() => Assert.Throws<OperationCanceledException>(() =>
        new ProgressiveValidation().Run(new RunningMean(), Stream(1, 0), MetricCatalogue.Brier, new CancellationToken(canceled: true)));
}
