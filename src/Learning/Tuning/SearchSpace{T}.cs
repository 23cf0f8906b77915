using Bellwether.Numerics;

namespace Bellwether.Learning.Tuning;

/// <summary>What can be tuned, and how a point of it becomes a candidate: usually a learner's options record.</summary>
/// <typeparam name="T">The candidate, e.g. <see cref="Data.Models.ILearner"/>.</typeparam>
public sealed record SearchSpace<T>
{
    /// <summary>A space.</summary>
    /// <param name="name">For tables and logs.</param>
    /// <param name="build">Makes a candidate; called from several threads.</param>
    /// <param name="parameters">In the order of tables; may be empty.</param>
    /// <exception cref="ArgumentException">Two parameters have one name.</exception>
    public SearchSpace(string name, Func<Point, T> build, params IReadOnlyList<Parameter> parameters)
    {
        (Name, Build, Parameters) = (Require.NotBlank(name), build, [.. parameters]);
        if (Parameters.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count() < Parameters.Count)
            throw new ArgumentException($"The parameters of '{name}' must have names of their own, but two have the same.", nameof(parameters));
    }

    /// <summary>For tables and logs.</summary>
    public string Name { get; }

    /// <summary>Makes a candidate of a point.</summary>
    public Func<Point, T> Build { get; }

    /// <summary>What is chosen.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Makes a cheaper candidate that spends only a share in (0, 1) of its budget, e.g. of its trees, for searches that halve.
    /// Null when the budget is the share of rows learned from.</summary>
    public Func<T, double, T>? AtShare { get; init; }
}
