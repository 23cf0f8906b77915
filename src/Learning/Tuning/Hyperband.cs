using Bellwether.Numerics;

namespace Bellwether.Learning.Tuning;

/// <summary>Successive halving with every trade of many cheap points against few dear ones: it need not be known how early bad points show.</summary>
/// <remarks>Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband", JMLR 2018, algorithm 1. Bracket s of Rungs - 1 … 0 begins with
/// ⌈Rungs / (s + 1) · Eta^s⌉ random points on Eta^-s of the budget. The budget is the share of rows learned from, or what
/// <see cref="SearchSpace{T}.AtShare"/> makes of it.</remarks>
public sealed record Hyperband : ISearch
{
    /// <summary>By how much the budget of a point grows from rung to rung, 2 to 16.</summary>
    public int Eta { get; init => field = Require.InRange(value, 2, 16); } = 3;

    /// <summary>How many brackets, and rungs of the first one, 1 to 8.</summary>
    public int Rungs { get; init => field = Require.InRange(value, 1, 8); } = 4;

    /// <inheritdoc/>
    public string Name => "hyperband";

    /// <summary>What it spends when no trial fails, in full budgets.</summary>
    public double Cost => Brackets.Sum(b => b.Cost);

    internal IReadOnlyList<HalvingBracket> Brackets =>
        [.. Enumerable.Range(0, Rungs).Select(i => Rungs - 1 - i).Select(s => new HalvingBracket((int)Math.Ceiling(Rungs * Math.Round(Math.Pow(Eta, s)) / (s + 1)), s + 1, Eta))];

    /// <inheritdoc/>
    public int MostTrials(IReadOnlyList<Parameter> parameters) => Brackets.Sum(b => b.Trials);

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Next(SearchState state)
    {
        var (at, drawn) = (0, 0L);
        foreach (var bracket in Brackets)
        {
            if (bracket.Next(state, drawn, ref at) is { Count: > 0 } proposals)
                return proposals;
            drawn += bracket.Candidates;
        }

        return [];
    }
}
