namespace Bellwether.Monitoring.Quality;

/// <summary>A figure of quality with its 95 % interval; NaN where it does not exist.</summary>
/// <param name="Name">E.g. <c>pr_auc</c>.</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public sealed record QualityFigure(string Name, double Value, double Low, double High);
