using Bellwether.Data.Schema;
using Bellwether.Serving.Hosting;

namespace Bellwether.LoadTarget;

/// <summary>A system that costs nothing, so that what is measured is the server: reads nothing (or, when strict, validates the request
/// against its contract) and always gives the same answer.</summary>
internal sealed class NoOpSystem(bool strict) : IServedSystem
{
    private static readonly byte[] s_answer = "{\"decision\":\"none\"}"u8.ToArray();

    public string Name => strict ? "echo" : "none";

    public IEventContract RequestContract => EventContract<Ping>.Instance;

    public IReadOnlyList<IEventContract> EventContracts => [];

    public IReadOnlyList<IEventContract> OutcomeContracts => [];

    public IReadOnlyList<ServedModel> Models => [];

    public bool IsReady => true;

    public ReadOnlyMemory<byte> Describe() => "{}"u8.ToArray();

    public ValueTask<ServedAnswer> DecideAsync(ReadOnlyMemory<byte> requestJson, CancellationToken cancellationToken = default) =>
        strict && EventContract<Ping>.Instance.Read(requestJson.Span, out var errors) is null
            ? new(new ServedAnswer(AnswerStatus.Invalid, default, errors))
            : new(new ServedAnswer(AnswerStatus.Ok, s_answer, []));

    public ValueTask<ServedAnswer> AcceptAsync(string type, IReadOnlyList<ReadOnlyMemory<byte>> eventsJson, CancellationToken cancellationToken = default) =>
        new(new ServedAnswer(AnswerStatus.UnknownType, default, []));

    public ValueTask DrainAsync(CancellationToken cancellationToken = default) => default;

    public ValueTask DisposeAsync() => default;
}
