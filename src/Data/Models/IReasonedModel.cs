namespace Bellwether.Data.Models;

/// <summary>A model whose score is an ascending function of another's: what moved that one's score moved this one's, in the same direction
/// and the same order.</summary>
/// <remarks>For models that bend a score, such as calibrated ones: their own score is a sum of contributions on no scale, so they cannot be
/// an <see cref="IExplainingModel"/>, but their decisions have reasons all the same.</remarks>
public interface IReasonedModel : IModel
{
    /// <summary>The model whose contributions are the reasons, of the same schema; null when there is none, e.g. because the score bent
    /// is of a model that cannot explain itself.</summary>
    IExplainingModel? Reasons { get; }
}
