using Bellwether.Learning.Tuning;

namespace Bellwether.Learning.Tests.Tuning;

/// <summary>Keeps trials in a list.</summary>
internal sealed class ListLog : ITrialLog
{
    public List<Trial> Trials { get; } = [];

    public ValueTask RecordAsync(Trial trial, CancellationToken cancellationToken)
    {
        Trials.Add(trial);
        return ValueTask.CompletedTask;
    }
}
