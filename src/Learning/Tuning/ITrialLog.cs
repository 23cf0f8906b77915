namespace Bellwether.Learning.Tuning;

/// <summary>Where trials are kept: a registry, a file, a list of a test.</summary>
public interface ITrialLog
{
    /// <summary>Keeps a trial that has ended. Called for one trial at a time, in the order of their numbers.</summary>
    ValueTask RecordAsync(Trial trial, CancellationToken cancellationToken);
}
