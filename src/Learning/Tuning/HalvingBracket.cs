namespace Bellwether.Learning.Tuning;

/// <summary>One run of successive halving: many points on a small share of the budget, the best of them on <c>eta</c> times as much, and so on.</summary>
/// <param name="Candidates">Points at first.</param>
/// <param name="Rungs">How often the budget grows, and once more.</param>
/// <param name="Eta">By how much.</param>
internal sealed record HalvingBracket(int Candidates, int Rungs, int Eta)
{
    /// <summary>Points on a rung when all trials of the one before succeed.</summary>
    public int Size(int rung) => (int)Math.Max(1, Candidates / Math.Round(Math.Pow(Eta, rung)));

    /// <summary>The share of the budget on a rung: 1 on the last.</summary>
    public double Share(int rung) => 1 / Math.Round(Math.Pow(Eta, Rungs - 1 - rung));

    /// <summary>Trials of all rungs.</summary>
    public int Trials => Enumerable.Range(0, Rungs).Sum(Size);

    /// <summary>What all rungs spend, in full budgets.</summary>
    public double Cost => Enumerable.Range(0, Rungs).Sum(rung => Size(rung) * Share(rung));

    /// <summary>The next rung, or none when the bracket is over. <paramref name="at"/> is where its trials begin and becomes where they end.</summary>
    public IReadOnlyList<Proposal> Next(SearchState state, long firstDraw, ref int at)
    {
        IReadOnlyList<Trial> below = [];
        for (var rung = 0; rung < Rungs; rung++)
        {
            Proposal[] rungs = rung == 0
                ? [.. Enumerable.Range(0, Candidates).Select(i => new Proposal(state.Draw(firstDraw + i), Share(0)))]
                : [.. below.Where(t => t.Status == TrialStatus.Succeeded).OrderBy(t => t.Loss(state.Goal)).ThenBy(t => t.Number).Take(Size(rung)).Select(t => new Proposal(t.Point, Share(rung)))];
            if (rungs.Length == 0)
                return [];
            if (state.Trials.Count == at)
                return rungs;
            below = [.. state.Trials.Skip(at).Take(rungs.Length)];
            at += rungs.Length;
        }

        return [];
    }
}
