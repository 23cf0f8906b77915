using Bellwether.Data.Events;

namespace Bellwether.LoadTarget;

/// <summary>What the no-op system is asked with: the fields that the load script sends.</summary>
public sealed record Ping(string Id, DateTimeOffset Time, string CardId, double Amount) : IEvent;
