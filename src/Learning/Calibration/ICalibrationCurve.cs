using Bellwether.Data.Formats;

namespace Bellwether.Learning.Calibration;

/// <summary>A map from a score in [0, 1] to a probability. Immutable.</summary>
internal interface ICalibrationCurve
{
    /// <summary>Which kind it is; stored.</summary>
    CalibrationMethod Method { get; }

    /// <summary>Whether a higher score never gives a lower probability.</summary>
    bool IsAscending { get; }

    /// <summary>The probability for a score.</summary>
    double Apply(double score);

    /// <summary>Writes its numbers.</summary>
    void Write(ModelWriter writer);
}
