using Bellwether.Data.Events;

namespace Bellwether.Server.Tests.Products;

public sealed record CardBlocked(string Id, DateTimeOffset Time, string CardId) : IEvent;
