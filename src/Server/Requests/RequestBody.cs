using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Bellwether.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server.Requests;

/// <summary>A request's body in a pooled buffer, or the problem with it. The bytes live until <see cref="Dispose"/>.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly byte[]? _rented;

    private RequestBody(byte[]? rented, ReadOnlyMemory<byte> bytes, Problem? problem) => (_rented, Bytes, Problem) = (rented, bytes, problem);

    /// <summary>The bytes, without a byte-order mark; valid UTF-8 when read as text.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Why there is no body; null when there is one.</summary>
    public Problem? Problem { get; }

    /// <summary>Reads a body that must be UTF-8 text.</summary>
    public static async ValueTask<RequestBody> ReadTextAsync(HttpContext context, int limit)
    {
        var body = await ReadAsync(context, limit);
        if (body.Problem is not null)
            return body;
        var bytes = body.Bytes;
        if (bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (Utf8.IsValid(bytes.Span))
            return new RequestBody(body._rented, bytes, null);
        var problem = Problem.MalformedJson(FormattableString.Invariant($"The body must be UTF-8, but is not at byte {FirstBad(bytes.Span) + 1}."));
        body.Dispose();
        return new RequestBody(null, default, problem);
    }

    /// <summary>Reads a body of any bytes, up to a limit.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        if (request.ContentLength > limit)
            return new RequestBody(null, default, Problem.BodyTooLarge(limit));
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 4096));
        var length = 0;
        try
        {
            while (true)
            {
                var result = await request.BodyReader.ReadAsync(context.RequestAborted);
                var part = result.Buffer;
                if (length + part.Length > limit)
                {
                    request.BodyReader.AdvanceTo(part.End);
                    ArrayPool<byte>.Shared.Return(buffer);
                    return new RequestBody(null, default, Problem.BodyTooLarge(limit));
                }

                buffer = Fit(buffer, length, (int)part.Length);
                part.CopyTo(buffer.AsSpan(length));
                length += (int)part.Length;
                request.BodyReader.AdvanceTo(part.End);
                if (result.IsCompleted)
                    return new RequestBody(buffer, buffer.AsMemory(0, length), null);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    private static byte[] Fit(byte[] buffer, int length, int more)
    {
        if (length + more <= buffer.Length)
            return buffer;
        var wider = ArrayPool<byte>.Shared.Rent(Math.Max(length + more, (int)Math.Min(buffer.Length * 2L, Array.MaxLength)));
        buffer.AsSpan(0, length).CopyTo(wider);
        ArrayPool<byte>.Shared.Return(buffer);
        return wider;
    }

    private static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == OperationStatus.Done)
            at += used;
        return at;
    }
}
