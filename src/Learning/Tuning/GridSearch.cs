using Bellwether.Numerics;

namespace Bellwether.Learning.Tuning;

/// <summary>Every combination of values spread evenly over each number, with every choice.</summary>
/// <param name="Points">How many values of each number, at least 1.</param>
public sealed record GridSearch(int Points = 5) : ISearch
{
    private const int Most = 1_000_000;

    /// <summary>How many values of each number, at least 1.</summary>
    public int Points { get; init => field = Require.Positive(value); } = Require.Positive(Points);

    /// <inheritdoc/>
    public string Name => "grid";

    /// <inheritdoc/>
    public int MostTrials(IReadOnlyList<Parameter> parameters)
    {
        var product = 1L;
        foreach (var parameter in parameters)
            if ((product *= parameter.Spread(Points).Length) > Most)
                throw new ArgumentException(FormattableString.Invariant($"A grid must have at most {Most} points, but {Points} values of each of {parameters.Count} parameters give more. Take fewer points, or another search."), nameof(parameters));
        return (int)product;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Next(SearchState state)
    {
        if (state.Trials.Count > 0)
            return [];
        var values = state.Parameters.Select(p => p.Spread(Points)).ToArray();
        var proposals = new Proposal[MostTrials(state.Parameters)];
        for (var i = 0; i < proposals.Length; i++)
        {
            var (rest, numbers) = (i, new double[values.Length]);
            for (var p = values.Length - 1; p >= 0; p--)
                (rest, numbers[p]) = (rest / values[p].Length, values[p][rest % values[p].Length]);
            proposals[i] = new Proposal(new Point(state.Parameters, numbers));
        }

        return proposals;
    }
}
