using Bellwether.Numerics;

namespace Bellwether.Systems.Building;

/// <summary>What is watched, and when to retrain.</summary>
public sealed record MonitorSettings
{
    /// <summary>The first model is trained after this long.</summary>
    public TimeSpan FirstTraining { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(14);

    /// <summary>Retraining by the calendar; null to retrain on alerts alone.</summary>
    public TimeSpan? RetrainEvery { get; init; }

    /// <summary>The least time between two trainings.</summary>
    public TimeSpan RetrainAtMostEvery { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(3);

    /// <summary>How far back a training looks; null for all there is.</summary>
    public TimeSpan? TrainOn { get; init; }

    /// <summary>The window of live data that is held against the reference.</summary>
    public TimeSpan Window { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(1);

    /// <summary>The population stability index of a feature from which it has drifted.</summary>
    public double DriftLimit { get; init => field = Require.Positive(value); } = 0.25;

    /// <summary>How much the loss that labels reveal may grow over its reference before it is an alert, as a factor.</summary>
    public double LossFactor { get; init => field = Require.Positive(value); } = 1.6;
}
