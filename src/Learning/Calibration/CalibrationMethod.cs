namespace Bellwether.Learning.Calibration;

/// <summary>How scores are bent into probabilities. The numbers are stored: new ones go at the end.</summary>
public enum CalibrationMethod
{
    /// <summary>A logistic curve over the score's log-odds: two numbers, safe with few rows. Platt, "Probabilistic outputs for support
    /// vector machines", 1999, with his smoothed targets.</summary>
    Platt,

    /// <summary>Any ascending curve, by pooling adjacent violators: needs some hundred positives. Zadrozny and Elkan, 2002.</summary>
    Isotonic,

    /// <summary>A beta curve: three numbers, and unlike <see cref="Platt"/> it can leave well-calibrated scores alone and bend both ends
    /// differently. Kull, Silva Filho and Flach, "Beta calibration", 2017.</summary>
    Beta,
}
