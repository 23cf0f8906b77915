using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Calibration;

/// <summary>A model with a curve behind it. Immutable.</summary>
public sealed class CalibratedModel : IReasonedModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "calibrated/1";

    private readonly ICalibrationCurve _curve;

    internal CalibratedModel(IModel model, ICalibrationCurve curve)
    {
        (Model, _curve) = (model, curve);
        Reasons = curve.IsAscending ? model.Explaining() : null;
    }

    /// <inheritdoc/>
    public FeatureSchema Schema => Model.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Probability;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The model whose scores are bent.</summary>
    public IModel Model { get; }

    /// <summary>How they are bent.</summary>
    public CalibrationMethod Method => _curve.Method;

    /// <summary>The model whose scores are bent, where it explains itself; null too when the curve turns scores round, since what raised
    /// them then lowered the probability.</summary>
    public IExplainingModel? Reasons { get; }

    /// <summary>The calibrated probability for a score of <see cref="Model"/>.</summary>
    public double Calibrate(double score) => _curve.Apply(score);

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features) => Calibrate(Model.Predict(features));

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        Model.Predict(data, scores);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Calibrate(scores[i]);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Model(Model);
        writer.Int32((int)Method);
        _curve.Write(writer);
    }

    internal static CalibratedModel Read(ModelReader reader)
    {
        var model = reader.Model();
        if (model.Output != ModelOutput.Probability)
            throw new ModelFormatException($"A calibrated model must hold a model of probabilities, but holds one that gives a {model.Output}. It was not written by Bellwether; train it again.");
        var method = (CalibrationMethod)reader.Int32();
        return new CalibratedModel(model, method switch
        {
            CalibrationMethod.Platt => PlattCurve.Read(reader),
            CalibrationMethod.Isotonic => IsotonicCurve.Read(reader),
            CalibrationMethod.Beta => BetaCurve.Read(reader),
            _ => throw new ModelFormatException($"A calibrated model must have a method that this version knows, but has number {(int)method}. Use the version of Bellwether that wrote it, or a newer one."),
        });
    }
}
