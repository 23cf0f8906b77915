using Bellwether.Data.Formats;
using Bellwether.Data.Training;

namespace Bellwether.Data.Models;

/// <summary>What was learned: immutable, safe to share between threads, the same score for the same vector for ever.</summary>
public interface IModel : IArtifact
{
    /// <summary>The features it was fitted on, in the order it expects them.</summary>
    FeatureSchema Schema { get; }

    /// <summary>What its score means.</summary>
    ModelOutput Output { get; }

    /// <summary>The score of one vector (d). NaN is missing; unseen categories are allowed. Allocates nothing, never throws for a
    /// vector of the right length, always finite.</summary>
    double Predict(ReadOnlySpan<double> features);

    /// <summary>The scores (n) of all rows of a dataset with the same schema; equal, bit for bit, to those of
    /// <see cref="Predict(ReadOnlySpan{double})"/>.</summary>
    void Predict(Dataset data, Span<double> scores);
}
