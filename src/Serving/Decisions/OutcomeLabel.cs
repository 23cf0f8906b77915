namespace Bellwether.Serving.Decisions;

/// <summary>What an outcome event says about a decision.</summary>
/// <param name="DecisionId">The decision, which is the request's id.</param>
/// <param name="Label">The truth as a number.</param>
public readonly record struct OutcomeLabel(string DecisionId, double Label);
