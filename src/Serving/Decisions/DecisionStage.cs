namespace Bellwether.Serving.Decisions;

/// <summary>The stages of one decision, in order: each has its own latency histogram.</summary>
public enum DecisionStage
{
    /// <summary>The request is read from JSON and checked against its contract.</summary>
    Validate,

    /// <summary>The arm is found by salted hash.</summary>
    Assign,

    /// <summary>The vector is computed under the feature lock.</summary>
    Features,

    /// <summary>The cascade looks for a score.</summary>
    Score,

    /// <summary>The system turns the score into a decision.</summary>
    Decide,

    /// <summary>The record is written and made durable.</summary>
    Log,

    /// <summary>All of it, without validation.</summary>
    Whole,
}
