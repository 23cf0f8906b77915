using System.Linq.Expressions;

namespace Bellwether.Features.Definitions;

/// <summary>Made from the request and other numbers.</summary>
internal sealed record CombinedExpression<TRequest>(Expression<Func<TRequest, FeatureLookup<TRequest>, double>> Lambda) : ExpressionNode<TRequest>;
