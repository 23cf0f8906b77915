namespace Bellwether.Features.Transforms;

/// <summary>What stands in for a missing value.</summary>
public enum ImputeWith
{
    /// <summary>The mean of the training values.</summary>
    Mean,

    /// <summary>The median of the training values.</summary>
    Median,

    /// <summary>A constant.</summary>
    Constant,
}
