using Bellwether.Numerics;

namespace Bellwether.Learning.Kernels;

/// <summary>What all learners by support vectors have in common.</summary>
public sealed record KernelOptions
{
    /// <summary>The kernel; RBF by default.</summary>
    public Kernel Kernel { get; init; } = new();

    /// <summary>Stops when no two variables violate the optimum by more than this; 1e-3 by default, as in libsvm.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-3;

    /// <summary>How much memory rows of the kernel matrix may take, per problem that is solved; 200 megabytes by default.</summary>
    public int CacheMegabytes { get; init => field = Require.Positive(value); } = 200;

    /// <summary>Whether variables that rest at a bound are set aside; on by default.</summary>
    public bool Shrinking { get; init; } = true;

    /// <summary>At most so many moves of two variables; 10 million by default. The model is then what was reached.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 10_000_000;

    /// <summary>Whether numbers are divided by their standard deviation; on by default.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>At most so many codes of a category are told apart.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;
}
