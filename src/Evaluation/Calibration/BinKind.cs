namespace Bellwether.Evaluation.Calibration;

/// <summary>How a calibration curve cuts the range of probabilities.</summary>
public enum BinKind
{
    /// <summary>Bins of equal width on [0, 1].</summary>
    EqualWidth,

    /// <summary>Bins of equal weight: as many rows in each, ties kept together.</summary>
    EqualMass,
}
