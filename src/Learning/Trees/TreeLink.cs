namespace Bellwether.Learning.Trees;

/// <summary>What makes a score of the sums of the trees. The numbers are stored: new ones go at the end.</summary>
internal enum TreeLink
{
    /// <summary>The sum itself.</summary>
    Identity,

    /// <summary>1 / (1 + exp(-sum)): a probability; with k outputs each on its own, divided by their total.</summary>
    Logistic,

    /// <summary>exp of each output's sum over the total of them: k probabilities.</summary>
    Softmax,

    /// <summary>exp(sum): a rate or an amount that is never negative.</summary>
    Exponential,
}
