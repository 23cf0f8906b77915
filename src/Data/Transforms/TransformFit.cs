using Bellwether.Data.Training;

namespace Bellwether.Data.Transforms;

/// <summary>The result of fitting a transform.</summary>
/// <param name="Transform">What was learned.</param>
/// <param name="Train">The training rows, transformed as a learner must see them.</param>
public sealed record TransformFit(IFittedTransform Transform, Dataset Train);
