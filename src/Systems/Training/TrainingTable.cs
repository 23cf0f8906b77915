using Bellwether.Data.Training;

namespace Bellwether.Systems.Training;

/// <summary>Rows to learn from, with the requests they came from.</summary>
/// <param name="Rows">The rows (n).</param>
/// <param name="Requests">Their requests (n).</param>
/// <param name="IsMature">Whether each row (n) is old enough to be judged on.</param>
internal sealed record TrainingTable<TRequest>(Dataset Rows, IReadOnlyList<TRequest> Requests, IReadOnlyList<bool> IsMature)
{
    /// <summary>Cuts the mature rows by time: the latest share is judged on, what came before it is learned from.</summary>
    public (Split Split, IReadOnlyList<TRequest> TestRequests) ByTime(double testShare)
    {
        var mature = Enumerable.Range(0, Rows.Rows).Where(i => IsMature[i]).ToArray();
        var split = Split.ByTime(Rows.Select(mature), testShare);
        return (split, RequestsOf(split.Test));
    }

    /// <summary>Cuts the mature rows at random.</summary>
    public (Split Split, IReadOnlyList<TRequest> TestRequests) AtRandom(double testShare, Numerics.Random.Seed seed)
    {
        var mature = Enumerable.Range(0, Rows.Rows).Where(i => IsMature[i]).ToArray();
        var split = Split.AtRandom(Rows.Select(mature), testShare, seed);
        return (split, RequestsOf(split.Test));
    }

    private List<TRequest> RequestsOf(Dataset some)
    {
        var byId = new Dictionary<string, TRequest>(StringComparer.Ordinal);
        for (var i = 0; i < Requests.Count; i++)
            byId[Rows.Ids[i]] = Requests[i];
        return [.. some.Ids.ToArray().Select(id => byId[id])];
    }
}
