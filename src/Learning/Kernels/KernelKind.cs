namespace Bellwether.Learning.Kernels;

/// <summary>Functions that stand for a dot product in another space. The numbers are stored: new ones go at the end.</summary>
public enum KernelKind
{
    /// <summary>exp(-γ |x - z|²): everything near is alike. The default.</summary>
    Rbf,

    /// <summary>x · z.</summary>
    Linear,

    /// <summary>(γ x · z + offset) to the degree.</summary>
    Polynomial,

    /// <summary>tanh(γ x · z + offset): no dot product for every γ and offset.</summary>
    Sigmoid,
}
