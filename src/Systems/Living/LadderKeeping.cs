using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Monitoring.Drift;
using Bellwether.Numerics.Random;
using Bellwether.Serving.Hosting;
using Bellwether.Systems.Building;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Living;

/// <summary>Keeps every rung of a climbed ladder as a version: the chosen one as fitted again on all rows, the others as they were judged.</summary>
internal static class LadderKeeping
{
    public static async Task<IReadOnlyList<ServedModel>> KeepAsync<TRequest, TDecision>(
        RegistryShelf shelf, TrainedLadder<TRequest> ladder, SystemDefinition<TRequest, TDecision> definition, (long, long) range, Seed seed, string why, string? parent,
        CancellationToken cancellationToken)
        where TRequest : class, IEvent
        where TDecision : notnull
    {
        var kept = new List<ServedModel>();
        for (var i = 0; i < ladder.Rungs.Count; i++)
        {
            var (rung, isChosen) = (ladder.Rungs[i], i == ladder.Chosen);
            kept.Add(await shelf.AddAsync(isChosen ? ladder.Model : rung.Judged, new VersionNotes(rung.Rung.Name, seed.Value)
            {
                Sequences = range,
                Times = (UnixMicroseconds.ToTime(ladder.Rows.Times[0]), UnixMicroseconds.ToTime(ladder.Rows.Times[^1])),
                RowsHash = ladder.Rows.ContentHash(),
                Rows = ladder.Rows.Rows,
                Figures = LadderReports.Figures(rung, definition.Design.PrimaryMetric, ladder.Test.Rows),
                Recipe = Data.Models.Recipe.Of(rung.Rung.Learner),
                Reference = isChosen ? ReferenceProfile.Of(ladder.Test, rung.Scores).ToJson() : (ReadOnlyMemory<byte>?)null,
                Parent = parent,
                Reason = isChosen ? why + "; chosen, and fitted again on all rows" : why,
            }, cancellationToken));
        }

        return kept;
    }
}
