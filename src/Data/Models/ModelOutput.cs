namespace Bellwether.Data.Models;

/// <summary>What a model's score means.</summary>
public enum ModelOutput
{
    /// <summary>The probability, in [0, 1], that the label is 1.</summary>
    Probability,

    /// <summary>An estimate of the label itself.</summary>
    Value,
}
