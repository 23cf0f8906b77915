namespace Bellwether.Systems.Plots;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Where its points stand.</param>
/// <param name="Y">How high they stand; NaN breaks the line.</param>
/// <param name="Dashed">Drawn dashed: for a reference, not a measurement.</param>
public sealed record LineSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool Dashed = false);
