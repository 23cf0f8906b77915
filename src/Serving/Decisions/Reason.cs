namespace Bellwether.Serving.Decisions;

/// <summary>How much one feature moved a score.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Contribution">What it added, on the scale on which the model adds up (log-odds for probabilities).</param>
public readonly record struct Reason(string Feature, double Contribution);
