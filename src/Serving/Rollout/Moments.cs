namespace Bellwether.Serving.Rollout;

/// <summary>Count, mean and spread of values seen so far (Welford, 1962). A value: adding gives a new one.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mean">Their mean; 0 when there are none.</param>
/// <param name="SquaredDeviations">The sum of squared deviations from the mean.</param>
public readonly record struct Moments(long Count, double Mean, double SquaredDeviations)
{
    /// <summary>The sample variance; 0 below two values.</summary>
    public double Variance => Count < 2 ? 0 : SquaredDeviations / (Count - 1);

    /// <summary>With one more value.</summary>
    public Moments Add(double value)
    {
        var count = Count + 1;
        var delta = value - Mean;
        var mean = Mean + (delta / count);
        return new Moments(count, mean, SquaredDeviations + (delta * (value - mean)));
    }
}
