using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Server.Tests.Products;

public sealed record Chargeback(string Id, DateTimeOffset Time, string PaymentId, [Field(Minimum = 0)] double Amount) : IEvent;
