using Bellwether.Data.Events;

namespace Bellwether.Features.Tests.Streams;

public sealed record Unrelated(string Id, DateTimeOffset Time) : IEvent;
