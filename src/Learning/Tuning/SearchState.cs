using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>What a search knows.</summary>
/// <param name="Parameters">What there is to choose.</param>
/// <param name="Trials">Every trial until now, by number.</param>
/// <param name="Goal">Which way scores are good.</param>
/// <param name="Seed">All randomness of the search.</param>
public sealed record SearchState(IReadOnlyList<Parameter> Parameters, IReadOnlyList<Trial> Trials, Goal Goal, Seed Seed)
{
    /// <summary>A point drawn evenly; the same for the same number.</summary>
    public Point Draw(long number)
    {
        var stream = Seed.Derive("draw").Derive(number).Stream();
        return new Point(Parameters, [.. Parameters.Select(p => p.Draw(stream))]);
    }
}
