using Bellwether.Monitoring.Drift;
using Bellwether.Serving.Hosting;

namespace Bellwether.Systems.Training;

/// <summary>What a training left behind.</summary>
/// <param name="Ladder">The ladder as it was climbed.</param>
/// <param name="Versions">The versions of its rungs.</param>
/// <param name="Chosen">The version of the chosen rung.</param>
/// <param name="Reference">What its judging rows looked like, to hold live data against.</param>
internal sealed record Retrained<TRequest>(TrainedLadder<TRequest> Ladder, IReadOnlyList<ServedModel> Versions, ServedModel Chosen, ReferenceProfile Reference)
{
    /// <summary>In a line, for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Ladder.Rows.Rows} rows: {string.Join(", ", Ladder.Rungs.Select(r => FormattableString.Invariant($"{r.Rung.Name} {r.Primary.Value:0.####}")))}; chosen: {Ladder.ChosenRung.Rung.Name} as {Chosen.Version}");
}
