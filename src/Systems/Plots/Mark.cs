namespace Bellwether.Systems.Plots;

/// <summary>A moment marked on a chart by a vertical line.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">What happened.</param>
public sealed record Mark(double X, string Label);
