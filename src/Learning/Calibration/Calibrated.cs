using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Calibration;

/// <summary>A learner whose probabilities are made to agree with frequencies, so that thresholds chosen from costs mean what they say.</summary>
/// <remarks>The curve is fitted on rows that the inner learner did not learn from: the validation rows of the context, or, without any,
/// the latest <see cref="HoldOut"/> share of the training rows by time. When the inner learner also stops early on the validation rows,
/// the curve is a little too confident; give it rows of its own where that matters. Keeps the row-order promise of the inner learner
/// (rows at the same time are held out in the order given).</remarks>
/// <param name="Learner">Must learn a probability.</param>
/// <param name="Method">How the scores are bent.</param>
public sealed record Calibrated(ILearner Learner, CalibrationMethod Method = CalibrationMethod.Platt) : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = $"calibrated {Learner.Name}";

    /// <summary>The share of training rows, in (0, 1), kept for the curve when there are no validation rows.</summary>
    public double HoldOut { get; init => field = Require.InRange(value, 0.01, 0.99); } = 0.2;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Probability, Name, bothClasses: true);
        var (rows, held) = (train, TrainingRows.Validation(train, context));
        if (held is null)
            (rows, held) = Split(train);
        TrainingRows.Check(held, ModelOutput.Probability, $"{Name} (rows held out for the curve)", bothClasses: true);
        var model = Learner.Fit(rows, context);
        if (model.Output != ModelOutput.Probability)
            throw new TrainingException($"'{Name}' must wrap a learner of probabilities, but '{Learner.Name}' gives a {model.Output}.");
        var scores = new double[held.Rows];
        model.Predict(held, scores);
        return Method == CalibrationMethod.Platt
            ? new CalibratedModel(model, PlattCurve.Fit(scores, held), null)
            : new CalibratedModel(model, null, IsotonicCurve.Fit(scores, held));
    }

    private (Dataset Rows, Dataset Held) Split(Dataset train)
    {
        if (train.Rows < 2)
            throw new TrainingException($"'{Name}' must have at least 2 training rows, or validation rows, to hold some out for the curve, but has {train.Rows}.");
        var (order, times) = (new int[train.Rows], train.Times.ToArray());
        for (var row = 0; row < order.Length; row++)
            order[row] = row;
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        var kept = Math.Clamp((int)Math.Round(train.Rows * (1 - HoldOut)), 1, train.Rows - 1);
        return (train.Select(order.AsSpan(0, kept)), train.Select(order.AsSpan(kept)));
    }
}
