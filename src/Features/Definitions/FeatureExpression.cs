namespace Bellwether.Features.Definitions;

/// <summary>Says how a number is made; becomes a feature when it is added to a set under a name. Immutable.</summary>
/// <remarks>The same number written twice is computed once.</remarks>
/// <typeparam name="TRequest">The event whose arrival asks for a vector.</typeparam>
public sealed class FeatureExpression<TRequest>
{
    internal FeatureExpression(ExpressionNode<TRequest> node) => Node = node;

    internal ExpressionNode<TRequest> Node { get; }
}
