using Bellwether.Data.Events;
using Bellwether.Data.Tables;
using Bellwether.Monitoring.Alerts;

namespace Bellwether.Systems.Lifecycle;

/// <summary>What a host gives a run to work with: adapters are chosen by hosts, never by systems.</summary>
/// <param name="Workspace">The system's folder.</param>
/// <param name="OpenStore">Opens the event store that lives in a folder.</param>
/// <param name="Files">Reads tables from files.</param>
public sealed record RunEnvironment(Workspace Workspace, Func<string, CancellationToken, ValueTask<IEventStore>> OpenStore, ITableFiles Files)
{
    /// <summary>Told how far the run has come.</summary>
    public IRunProgress Progress { get; init; } = NoProgress.Instance;

    /// <summary>Where alerts of a live system go beside stderr and the store, e.g. a webhook.</summary>
    public IReadOnlyList<IAlertSink> AlertSinks { get; init; } = [];

    /// <summary>The real clock; simulated time is the world's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
