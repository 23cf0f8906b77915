using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Server.Tests.Products;

public sealed record Payment(
    string Id,
    DateTimeOffset Time,
    [Field("The card that pays.")] string CardId,
    [Field("What is paid, in dollars.", Minimum = 0, Maximum = 1_000_000)] double Amount,
    [Field("How many items.", Minimum = 1)] int? Items,
    bool? Abroad,
    Signals Extra) : IEvent;
