namespace Bellwether.Features.Definitions;

/// <summary>How a number of a vector is made.</summary>
internal abstract record ExpressionNode<TRequest>;
