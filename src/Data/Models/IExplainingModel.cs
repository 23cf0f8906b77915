namespace Bellwether.Data.Models;

/// <summary>A model that can say how much each feature moved one score.</summary>
public interface IExplainingModel : IModel
{
    /// <summary>Writes the contribution (d) of each feature to the score of one vector, on the scale on which the model adds up (log-odds
    /// for probabilities). Their sum and <see cref="Baseline"/> give that score. Allocates nothing beyond the stack.</summary>
    void Explain(ReadOnlySpan<double> features, Span<double> contributions);

    /// <summary>The score, on the additive scale, of which contributions are the difference.</summary>
    double Baseline { get; }
}
