using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Serving.Tests;

/// <summary>The request of the tests' system.</summary>
public sealed record Payment(string Id, DateTimeOffset Time, string Card, double Amount) : IEvent;

/// <summary>An event that features learn from.</summary>
public sealed record CardLost(string Id, DateTimeOffset Time, string Card) : IEvent;

/// <summary>An outcome.</summary>
public sealed record Chargeback(string Id, DateTimeOffset Time, string PaymentId, [property: Field(Minimum = 0, Maximum = 1)] double Fraud) : IEvent;

/// <summary>The decision.</summary>
public sealed record Verdict(bool Approve, double Score);
