using System.Globalization;
using Bellwether.Data.Schema;
using Bellwether.Server.Errors;
using Bellwether.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server.Feedback;

/// <summary>What a body of events holds: their type, and each one's bytes; or the problem with it.</summary>
internal sealed record FeedbackBatch(string Type, IReadOnlyList<ReadOnlyMemory<byte>> Items, Problem? Problem)
{
    /// <summary>Reads a body. The type comes from <c>?type=</c>, from the header <c>ce-type</c>, from each item's envelope, or, where the
    /// system takes only one type, from nowhere.</summary>
    public static FeedbackBatch Read(HttpRequest request, ReadOnlyMemory<byte> body, int limit, IReadOnlyList<string> types)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        var media = MediaType.Of(request.ContentType);
        if (Split(media, body, limit, items) is { } problem)
            return Failed(problem);
        if (items.Count == 0)
            return Failed(Problem.InvalidFields([new FieldError("", string.Create(CultureInfo.InvariantCulture, $"1 to {limit} objects"), "none")]));
        if (media is MediaType.CloudEvent or MediaType.CloudEventBatch)
            return Open(items, types, batched: media == MediaType.CloudEventBatch, CloudEvent.Read);
        var named = request.Query["type"] is [{ Length: > 0 } query] ? query : request.Headers["ce-type"] is [{ Length: > 0 } header] ? header : null;
        if (named is not null)
            return Known(named, types) is { } type ? new FeedbackBatch(type, items, null) : Failed(UnknownType(named, "event or outcome", types));
        if (Envelope.IsOne(items[0].Span))
            return Open(items, types, batched: true, Envelope.Read);
        return types.Count == 1
            ? new FeedbackBatch(types[0], items, null)
            : Failed(Problem.InvalidFields([new FieldError("type", $"given by ?type=... or an envelope {{\"type\":..., \"data\":{{...}}}}: one of {string.Join(", ", types)}", "missing")]));
    }

    public static Problem UnknownType(string type, string kind, IReadOnlyList<string> types) => Problem.NotFound(types.Count == 0
        ? $"There is no {kind} type '{type}' here: this system takes none."
        : $"There is no {kind} type '{type}' here. There are: {string.Join(", ", types)}.");

    private static Problem? Split(string? media, ReadOnlyMemory<byte> body, int limit, List<ReadOnlyMemory<byte>> items)
    {
        if (media == MediaType.Lines)
            return JsonParts.SplitLines(body, limit, items);
        if (media == MediaType.CloudEventBatch || (media == MediaType.Json && JsonParts.First(body.Span) == (byte)'['))
            return JsonParts.First(body.Span) == (byte)'['
                ? JsonParts.SplitArray(body, limit, items)
                : JsonParts.Malformed(body.Span) ?? Problem.InvalidFields([new FieldError("", "an array of CloudEvents", "something else")]);
        if (JsonParts.Malformed(body.Span) is { } problem)
            return problem;
        items.Add(body);
        return null;
    }

    private static FeedbackBatch Open(List<ReadOnlyMemory<byte>> items, IReadOnlyList<string> types, bool batched, Func<ReadOnlyMemory<byte>, EnvelopeParts> read)
    {
        string? only = null;
        var inner = new List<ReadOnlyMemory<byte>>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var place = batched && items.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"[{i}].") : "";
            var parts = read(items[i]);
            if (parts.Error is { } error)
                return Failed(Problem.InvalidFields([error with { Field = place + error.Field }]));
            if (Known(parts.Type, types) is not { } type)
                return Failed(UnknownType(parts.Type, "event or outcome", types));
            if (only is not null && only != type)
                return Failed(Problem.InvalidFields([new FieldError(place + "type", $"the same for all items of a request (they are taken all or none): '{only}'", $"'{type}'")]));
            only = type;
            inner.Add(parts.Data);
        }

        return new FeedbackBatch(only!, inner, null);
    }

    /// <summary>The type of this name; a CloudEvents type may have a reverse-DNS prefix: <c>com.example.Chargeback</c>.</summary>
    private static string? Known(string name, IReadOnlyList<string> types) =>
        types.FirstOrDefault(t => t == name) ?? types.FirstOrDefault(t => name.EndsWith("." + t, StringComparison.Ordinal));

    private static FeedbackBatch Failed(Problem problem) => new("", [], problem);
}
