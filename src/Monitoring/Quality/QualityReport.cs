namespace Bellwether.Monitoring.Quality;

/// <summary>How good the predictions of a window turned out to be.</summary>
/// <param name="At">When it was evaluated.</param>
/// <param name="Rows">Predictions in the window.</param>
/// <param name="Positives">Of them with label 1; 0 for regression.</param>
/// <param name="Coverage">The share of them whose label was observed rather than assumed at the horizon; NaN for no rows.</param>
/// <param name="Pending">Predictions that wait for a label.</param>
/// <param name="Figures">Figures with intervals.</param>
public sealed record QualityReport(DateTimeOffset At, int Rows, int Positives, double Coverage, int Pending, IReadOnlyList<QualityFigure> Figures)
{
    /// <summary>The figure of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public QualityFigure this[string name] => Figures.FirstOrDefault(f => f.Name == name) ?? throw new KeyNotFoundException($"There is no figure '{name}'; there are {string.Join(", ", Figures.Select(f => f.Name))}.");

    /// <summary>Writes <c>quality.FIGURE</c>, <c>quality.FIGURE.low</c>, <c>quality.FIGURE.high</c> and <c>quality.coverage</c>.</summary>
    public void AddTo(SignalSet signals)
    {
        foreach (var figure in Figures)
        {
            signals.Set("quality." + figure.Name, figure.Value, Rows);
            signals.Set("quality." + figure.Name + ".low", figure.Low, Rows);
            signals.Set("quality." + figure.Name + ".high", figure.High, Rows);
        }

        signals.Set("quality.coverage", Coverage, Rows);
        signals.Set("quality.positives", Positives, Rows);
        signals.Set("quality.pending", Pending, Pending);
    }
}
