using Bellwether.Data.Formats;

namespace Bellwether.Data.Models;

/// <summary>What was learned from sparse rows: immutable, safe to share between threads.</summary>
public interface ISparseModel : IArtifact
{
    /// <summary>d, the width of the rows it was fitted on.</summary>
    int Width { get; }

    /// <summary>What its score means.</summary>
    ModelOutput Output { get; }

    /// <summary>How many numbers <see cref="Score"/> writes: k for k &gt; 2 classes, else 1. With k numbers, <see cref="ModelOutput.Class"/> says that
    /// they are probabilities that sum to 1, <see cref="ModelOutput.Score"/> that they are margins; the largest is the class either way.</summary>
    int Outputs { get; }

    /// <summary>Writes the scores of one row given by its entries: the probability, value or margin, or the probabilities of all classes.
    /// Columns below 0, and at or beyond <see cref="Width"/>, count as unseen. Allocates nothing beyond the stack; always finite.</summary>
    void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores);
}
