using Bellwether.Data.Formats;

namespace Bellwether.Data.Models;

/// <summary>A classifier of texts into k classes: immutable, safe to share between threads.</summary>
public interface ITextModel : IArtifact
{
    /// <summary>k.</summary>
    int Classes { get; }

    /// <summary>Writes the scores (k) of the classes: probabilities that sum to 1 where <see cref="Output"/> is <see cref="ModelOutput.Class"/>, else margins.
    /// Any text, lone surrogates and no words at all too; never throws, always finite.</summary>
    /// <exception cref="ArgumentException">The span does not hold k values.</exception>
    void Score(ReadOnlySpan<char> text, Span<double> scores);

    /// <summary>What the scores mean: <see cref="ModelOutput.Class"/> for probabilities of classes, <see cref="ModelOutput.Score"/> for margins.</summary>
    ModelOutput Output { get; }
}
