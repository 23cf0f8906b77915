using Bellwether.Numerics;

namespace Bellwether.Features.Engine;

/// <summary>How much a feature engine keeps. All of it is part of what a snapshot must agree with.</summary>
public sealed record EngineOptions
{
    /// <summary>How far behind the newest event applied a request or an event may come and still be answered exactly; 1 hour by
    /// default. Events older than the longest window and this together are let go.</summary>
    public TimeSpan Lateness { get; init => field = value >= TimeSpan.Zero ? value : Require.Positive(value); } = TimeSpan.FromHours(1);

    /// <summary>How many entities of one kind are kept at most; 10 million by default. Beyond it the one without events for longest, in
    /// the order in which events were applied, is forgotten and counted in <c>Evicted</c>.</summary>
    public int MaxEntities { get; init => field = Require.Positive(value); } = 10_000_000;

    /// <summary>A window with at most this many events counts distinct names exactly; a fuller one estimates by HyperLogLog with a
    /// standard error of 1.6 %. 256 by default; costs up to this many steps per event and per read.</summary>
    public int ExactDistinctEvents { get; init => field = Require.Positive(value); } = 256;
}
