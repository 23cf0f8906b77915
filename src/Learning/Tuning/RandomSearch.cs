using Bellwether.Numerics;

namespace Bellwether.Learning.Tuning;

/// <summary>Points drawn evenly (Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012).</summary>
/// <param name="Trials">How many, at least 1.</param>
public sealed record RandomSearch(int Trials = 50) : ISearch
{
    /// <summary>How many, at least 1.</summary>
    public int Trials { get; init => field = Require.Positive(value); } = Require.Positive(Trials);

    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public int MostTrials(IReadOnlyList<Parameter> parameters) => Trials;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Next(SearchState state) => state.Trials.Count > 0 ? [] : [.. Enumerable.Range(0, Trials).Select(i => new Proposal(state.Draw(i)))];
}
