namespace Bellwether.Evaluation.Online;

/// <summary>The metric over one window of a stream.</summary>
/// <param name="Rows">How many rows had been scored at its end.</param>
/// <param name="Value">The metric over the window's rows; NaN where it does not exist, e.g. for one class.</param>
public sealed record ProgressivePoint(int Rows, double Value);
