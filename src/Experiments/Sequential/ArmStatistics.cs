namespace Bellwether.Experiments.Sequential;

/// <summary>Count, mean and spread of one arm's outcomes: a value that is added to, merged and stored as it is.</summary>
/// <remarks>Welford's recurrence (1962); merging by Chan, Golub and LeVeque (1979).</remarks>
/// <param name="Count">How many outcomes.</param>
/// <param name="Mean">Their mean; 0 for none.</param>
/// <param name="SquaredDeviations">The sum of squared deviations from the mean.</param>
public readonly record struct ArmStatistics(long Count, double Mean, double SquaredDeviations)
{
    /// <summary>The sample variance; 0 below two outcomes.</summary>
    public double Variance => Count > 1 ? SquaredDeviations / (Count - 1) : 0;

    /// <summary>With one more outcome.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is not finite.</exception>
    public ArmStatistics With(double outcome)
    {
        var gap = Numerics.Require.Finite(outcome) - Mean;
        var mean = Mean + (gap / (Count + 1));
        return new ArmStatistics(Count + 1, mean, SquaredDeviations + (gap * (outcome - mean)));
    }

    /// <summary>With all outcomes of another part of the same arm.</summary>
    public ArmStatistics With(ArmStatistics other)
    {
        if (Count == 0 || other.Count == 0)
            return Count == 0 ? other : this;
        var count = Count + other.Count;
        var gap = other.Mean - Mean;
        return new ArmStatistics(count, Mean + (gap * other.Count / count),
            SquaredDeviations + other.SquaredDeviations + (gap * gap * Count * other.Count / count));
    }
}
