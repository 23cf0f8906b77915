using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Calibration;

/// <summary>A model with a curve behind it. Immutable.</summary>
public sealed class CalibratedModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "calibrated/1";

    private readonly PlattCurve? _platt;
    private readonly IsotonicCurve? _isotonic;

    internal CalibratedModel(IModel model, PlattCurve? platt, IsotonicCurve? isotonic) => (Model, _platt, _isotonic) = (model, platt, isotonic);

    /// <inheritdoc/>
    public FeatureSchema Schema => Model.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Probability;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The model whose scores are bent.</summary>
    public IModel Model { get; }

    /// <summary>How they are bent.</summary>
    public CalibrationMethod Method => _platt is not null ? CalibrationMethod.Platt : CalibrationMethod.Isotonic;

    /// <summary>The calibrated probability for a score of <see cref="Model"/>.</summary>
    public double Calibrate(double score) => _platt is not null ? _platt.Apply(score) : _isotonic!.Apply(score);

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
        if (_platt is not null)
        {
            writer.Double(_platt.Slope);
            writer.Double(_platt.Offset);
            return;
        }

        writer.Array<double>(_isotonic!.Scores);
        writer.Array<double>(_isotonic.Probabilities);
    }

    internal static CalibratedModel Read(ModelReader reader)
    {
        var model = reader.Model();
        if ((CalibrationMethod)reader.Int32() == CalibrationMethod.Platt)
            return new CalibratedModel(model, new PlattCurve(reader.Double(), reader.Double()), null);
        var (scores, probabilities) = (reader.Array<double>(), reader.Array<double>());
        return scores.Length > 0 && scores.Length == probabilities.Length
            ? new CalibratedModel(model, null, new IsotonicCurve(scores, probabilities))
            : throw new ModelFormatException("An isotonic curve must have at least one point and one probability per score. The model was not written by Bellwether; train it again.");
    }
}
