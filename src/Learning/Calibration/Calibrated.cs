using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
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

    /// <summary>Where set, the curve is fitted on out-of-fold scores of all training rows and the model on all of them, as scikit-learn's
    /// <c>CalibratedClassifierCV(ensemble=False)</c> does: no row is lost to the curve, at the price of a fit per fold.</summary>
    public ISplitter? Folds { get; init; }

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Probability, Name, bothClasses: true);
        var (model, scores, held) = Folds is { } folds ? OverFolds(train, folds, context) : OnHeldRows(train, context);
        return new CalibratedModel(model, Method switch
        {
            CalibrationMethod.Platt => PlattCurve.Fit(scores, held),
            CalibrationMethod.Isotonic => IsotonicCurve.Fit(scores, held),
            CalibrationMethod.Beta => BetaCurve.Fit(scores, held, context),
            _ => throw new ArgumentOutOfRangeException(nameof(context), Method, "Method must be one of CalibrationMethod."),
        });
    }

    private (IModel Model, double[] Scores, Dataset Held) OnHeldRows(Dataset train, FitContext context)
    {
        var (rows, held) = (train, TrainingRows.Validation(train, context));
        if (held is null)
        {
            if (train.Rows < 2)
                throw new TrainingException($"'{Name}' must have at least 2 training rows, or validation rows, to hold some out for the curve, but has {train.Rows}.");
            var fold = new HoldOut(HoldOut).Split(train, context.Seed)[0];
            (rows, held) = (train.Select(fold.Train.Span), train.Select(fold.Test.Span));
        }

        TrainingRows.Check(held, ModelOutput.Probability, $"{Name} (rows held out for the curve)", bothClasses: true);
        var model = Probabilities(Learner.Fit(rows, context));
        var scores = new double[held.Rows];
        model.Predict(held, scores);
        return (model, scores, held);
    }

    private (IModel Model, double[] Scores, Dataset Held) OverFolds(Dataset train, ISplitter folds, FitContext context)
    {
        var outOfFold = OutOfFold.Fit([Learner], train, folds, context);
        var model = Probabilities(outOfFold.Models[0]);
        var held = outOfFold.Predicted(train);
        TrainingRows.Check(held, ModelOutput.Probability, $"{Name} (rows with out-of-fold scores)", bothClasses: true);
        return (model, outOfFold.Scores[0], held);
    }

    private IModel Probabilities(IModel model) => model.Output == ModelOutput.Probability
        ? model
        : throw new TrainingException($"'{Name}' must wrap a learner of probabilities, but '{Learner.Name}' gives a {model.Output}.");
}
