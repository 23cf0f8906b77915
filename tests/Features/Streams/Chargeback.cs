using Bellwether.Data.Events;

namespace Bellwether.Features.Tests.Streams;

public sealed record Chargeback(string Id, DateTimeOffset Time, string? Merchant, double Amount) : IEvent;
