namespace Bellwether.Serving.Pipeline;

/// <summary>How many decisions an arm answered at a level.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Level">The level.</param>
/// <param name="Count">How many.</param>
public readonly record struct DecisionCount(string Arm, string Level, long Count);
