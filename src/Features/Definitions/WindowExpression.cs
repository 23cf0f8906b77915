using Bellwether.Features.Windows;

namespace Bellwether.Features.Definitions;

/// <summary>Read from the events of an entity. A window of 0 means none.</summary>
internal sealed record WindowExpression<TRequest>(StreamDefinition Stream, Aggregate Aggregate, Selector? Selector, long Window, long Within, long HalfLife)
    : ExpressionNode<TRequest>;
