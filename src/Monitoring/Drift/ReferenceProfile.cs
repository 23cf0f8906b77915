using System.Text.Json;
using System.Text.Json.Serialization;
using Bellwether.Data.Training;

namespace Bellwether.Monitoring.Drift;

/// <summary>What all features and the predictions looked like when the model was trained. Stored with the model, compared with live data.</summary>
/// <param name="Features">One per feature, in the order of the vector.</param>
/// <param name="Prediction">The predictions on the same rows, or null; its name is <c>prediction</c>.</param>
public sealed record ReferenceProfile(IReadOnlyList<ReferenceDistribution> Features, ReferenceDistribution? Prediction)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Builds the profile of a dataset.</summary>
    /// <param name="rows">The rows that the model was trained or judged on.</param>
    /// <param name="predictions">The model's predictions (n) for them, best on rows it was not trained on; or empty.</param>
    public static ReferenceProfile Of(Dataset rows, ReadOnlySpan<double> predictions = default)
    {
        var features = new ReferenceDistribution[rows.Width];
        for (var i = 0; i < features.Length; i++)
            features[i] = ReferenceDistribution.Of(rows.Schema[i].Name, rows.Schema[i].Kind, rows.Column(i));
        return new ReferenceProfile(features, predictions.IsEmpty ? null : ReferenceDistribution.Of("prediction", FeatureKind.Numeric, predictions));
    }

    /// <summary>The profile as UTF-8 JSON; the same profile gives the same bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no profile.</exception>
    /// <exception cref="ArgumentException">Its parts do not agree.</exception>
    public static ReferenceProfile FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ReferenceProfile>(json, Json) ?? throw new JsonException("A reference profile must be a JSON object, but is null.");
}
