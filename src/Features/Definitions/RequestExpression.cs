using Bellwether.Data.Training;

namespace Bellwether.Features.Definitions;

/// <summary>Read from the request.</summary>
internal sealed record RequestExpression<TRequest>(Func<TRequest, double> Read, FeatureKind Kind) : ExpressionNode<TRequest>;
