namespace Bellwether.Systems.Reports;

/// <summary>A figure with its 95 % interval.</summary>
/// <param name="Name">The metric, e.g. <c>roc_auc</c>, or a slice of it.</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record FigureReport(string Name, double Value, double Low, double High)
{
    /// <summary>How many rows it rests on.</summary>
    public int Rows { get; init; }
}
