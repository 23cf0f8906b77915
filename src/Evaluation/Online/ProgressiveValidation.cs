using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics;

namespace Bellwether.Evaluation.Online;

/// <summary>Judges an online learner by the stream it learns from: each row is scored before it is learned, so every score is a forecast.</summary>
/// <remarks>Blum, Kalai and Langford, "Beating the hold-out: bounds for k-fold and progressive cross-validation" (1999). With <see cref="Delay"/>, a row is
/// learned only so many rows after it was scored, as when outcomes come late. Deterministic; one thread; O(n) scores and updates.</remarks>
public sealed record ProgressiveValidation
{
    /// <summary>How figures get their intervals.</summary>
    public Evaluator Evaluator { get; init; } = new();

    /// <summary>After how many rows the outcome of a row is known; 0 by default: at once.</summary>
    public int Delay { get; init => field = Require.NotNegative(value); }

    /// <summary>How many rows a point of the curve looks back on; 1000 by default.</summary>
    public int Window { get; init => field = Require.Positive(value); } = 1_000;

    /// <summary>Runs the rows, in their order, through a learner in motion, which has learned from all of them afterwards.</summary>
    /// <param name="trainer">The learner in motion; what it has learned before counts as known.</param>
    /// <param name="stream">The rows, oldest first.</param>
    /// <param name="metric">What to measure.</param>
    /// <param name="cancellationToken">Checked once per window.</param>
    /// <exception cref="ArgumentException">A row is not fit for the learner, or scores and labels are not fit for the metric.</exception>
    public ProgressiveResult Run(IOnlineTrainer trainer, SparseDataset stream, Metric metric, CancellationToken cancellationToken = default)
    {
        var (scores, curve) = (new double[stream.Rows], new List<ProgressivePoint>());
        for (var row = 0; row < stream.Rows; row++)
        {
            scores[row] = trainer.Score(stream.Features.Columns(row), stream.Features.Values(row));
            if (row >= Delay)
                Learn(trainer, stream, row - Delay);
            if ((row + 1) % Window != 0 && row + 1 != stream.Rows)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            var from = row / Window * Window;
            var weights = stream.Weights.Length == 0 ? default : stream.Weights[from..(row + 1)];
            curve.Add(new ProgressivePoint(row + 1, metric.Of(scores.AsSpan(from, row + 1 - from), stream.Labels[from..(row + 1)], weights)));
        }

        for (var row = Math.Max(0, stream.Rows - Delay); row < stream.Rows; row++)
            Learn(trainer, stream, row);
        return new ProgressiveResult(Evaluator.Estimate(metric, scores, stream.Labels, stream.Weights), curve, scores);
    }

    private static void Learn(IOnlineTrainer trainer, SparseDataset stream, int row) =>
        trainer.Update(stream.Features.Columns(row), stream.Features.Values(row), stream.Labels[row], stream.Weight(row));
}
