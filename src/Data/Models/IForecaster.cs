using Bellwether.Data.Training;

namespace Bellwether.Data.Models;

/// <summary>A recipe for a forecast of one series: an options record. Fitting twice on the same data gives the same bytes.</summary>
public interface IForecaster
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Learns from a series.</summary>
    /// <exception cref="TrainingException">The series cannot be learned from: too short, all missing.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    IForecast Fit(TimeSeries history, FitContext context);
}
