using Bellwether.Data.Events;

namespace Bellwether.Server.Tests.Products;

public sealed record CardReplaced(string Id, DateTimeOffset Time, string CardId, string NewCardId) : IEvent;
