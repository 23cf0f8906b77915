using Bellwether.Data.Events;

namespace Bellwether.Features.Tests.Streams;

public sealed record Payment(string Id, DateTimeOffset Time, string? Card, string? Merchant, double Amount, double? Tip, string? Country) : IEvent
{
    public Signals Signals { get; init; } = Signals.None;
}
