using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Linear;

/// <summary>e to a sum of one term per feature and an intercept. Immutable.</summary>
public sealed class PoissonModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "poisson/1";

    private const double LargestLog = 709;

    private readonly LinearModel _log;

    internal PoissonModel(Design design, double[] coefficients) => _log = new LinearModel(design, ModelOutput.Value, coefficients);

    private PoissonModel(LinearModel log) => _log = log;

    /// <inheritdoc/>
    public FeatureSchema Schema => _log.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Value;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The logarithm of the score: its terms, coefficients and contributions.</summary>
    public LinearModel Log => _log;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features) => Math.Exp(Math.Min(_log.Predict(features), LargestLog));

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => _log.Write(writer);

    internal static PoissonModel Read(ModelReader reader)
    {
        var log = LinearModel.Read(reader);
        return log.Output == ModelOutput.Value ? new PoissonModel(log)
            : throw new ModelFormatException("The logarithm of a Poisson model must be a value. The model was not written by Bellwether; train it again.");
    }
}
