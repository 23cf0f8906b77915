namespace Bellwether.Data.Models;

/// <summary>What a model's score means. The numbers are stored: new ones go at the end.</summary>
public enum ModelOutput
{
    /// <summary>The probability, in [0, 1], that the label is 1.</summary>
    Probability,

    /// <summary>An estimate of the label itself.</summary>
    Value,

    /// <summary>The most probable of k classes, numbered from 0; <see cref="IClassifier"/> gives all their probabilities.</summary>
    Class,

    /// <summary>A number of which only the order means something: the more, the nearer to the top of a ranking, the more anomalous, the
    /// further on the positive side of a margin.</summary>
    Score,
}
