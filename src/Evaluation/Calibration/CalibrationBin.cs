namespace Bellwether.Evaluation.Calibration;

/// <summary>One bin of a calibration curve.</summary>
/// <param name="From">The lowest probability in it.</param>
/// <param name="To">The highest probability in it.</param>
/// <param name="Count">Rows in it, at least 1.</param>
/// <param name="Predicted">The mean probability.</param>
/// <param name="Observed">The share of positives.</param>
/// <param name="Low">The lower end of Wilson's 95 % interval of the share.</param>
/// <param name="High">The upper end.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Predicted, double Observed, double Low, double High)
{
    /// <summary>True when the mean probability lies within the interval: nothing speaks against the calibration here.</summary>
    public bool IsConsistent => Predicted >= Low && Predicted <= High;
}
