using Bellwether.Data.Training;

namespace Bellwether.Data.Models;

/// <summary>A model of k classes: labels 0, 1, …, k - 1. Its score is the most probable class (the lowest number of equals).</summary>
public interface IClassifier : IModel
{
    /// <summary>k.</summary>
    int Classes { get; }

    /// <summary>Writes the probabilities (k) of the classes for one vector (d): each in [0, 1], together 1. Allocates nothing beyond the stack.</summary>
    void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities);

    /// <summary>Writes the probabilities (n, k), row after row, for all rows of a dataset with the same schema; equal, bit for bit, to those of
    /// <see cref="Probabilities(ReadOnlySpan{double}, Span{double})"/>.</summary>
    void Probabilities(Dataset data, Span<double> probabilities);
}
