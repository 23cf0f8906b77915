using Bellwether.Data.Events;

namespace Bellwether.Storage.Tests.Events;

public sealed class InMemoryEventStoreTests : EventStoreContract
{
    protected override bool Durable => false;

    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(new InMemoryEventStore());
}
