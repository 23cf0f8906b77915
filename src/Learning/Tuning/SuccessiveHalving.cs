using Bellwether.Numerics;

namespace Bellwether.Learning.Tuning;

/// <summary>Many random points on a small share of the budget; the best <c>1/Eta</c> of them on <c>Eta</c> times as much; until the last get
/// all of it.</summary>
/// <remarks>Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016. The budget is the share of
/// rows learned from, or what <see cref="SearchSpace{T}.AtShare"/> makes of it, e.g. trees. Good where a small budget already tells good from bad.</remarks>
/// <param name="Candidates">Points at first, at least 1; Eta to the power of Rungs - 1 leaves exactly one at the end.</param>
public sealed record SuccessiveHalving(int Candidates = 27) : ISearch
{
    /// <summary>Points at first.</summary>
    public int Candidates { get; init => field = Require.InRange(value, 1, 1_000_000); } = Require.InRange(Candidates, 1, 1_000_000);

    /// <summary>By how much the budget of a point grows from rung to rung, 2 to 16.</summary>
    public int Eta { get; init => field = Require.InRange(value, 2, 16); } = 3;

    /// <summary>How many rungs, 1 to 8: the first spends Eta to the power of 1 - Rungs of the budget.</summary>
    public int Rungs { get; init => field = Require.InRange(value, 1, 8); } = 4;

    /// <inheritdoc/>
    public string Name => "successive halving";

    /// <summary>What it spends when no trial fails, in full budgets.</summary>
    public double Cost => Bracket.Cost;

    private HalvingBracket Bracket => new(Candidates, Rungs, Eta);

    /// <inheritdoc/>
    public int MostTrials(IReadOnlyList<Parameter> parameters) => Bracket.Trials;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Next(SearchState state)
    {
        var at = 0;
        return Bracket.Next(state, 0, ref at);
    }
}
