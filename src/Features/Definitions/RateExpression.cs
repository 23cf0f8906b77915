namespace Bellwether.Features.Definitions;

/// <summary>One count over another, drawn towards a prior.</summary>
internal sealed record RateExpression<TRequest>(ExpressionNode<TRequest> Numerator, ExpressionNode<TRequest> Denominator, double PriorRate, double PriorWeight)
    : ExpressionNode<TRequest>;
