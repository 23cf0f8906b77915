using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bellwether.Serving.Decisions;

/// <summary>A JSON writer with its buffer, one per thread, used again and again: writing allocates the bytes that are kept, no more.</summary>
internal sealed class JsonPen : IDisposable
{
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static JsonPen? t_pen;

    private readonly Utf8JsonWriter _writer;
    private ArrayBufferWriter<byte> _buffer = new(1024);

    private JsonPen() =>
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The pen of this thread; not to be begun again before it has ended.</summary>
    public static JsonPen OfThread => t_pen ??= new JsonPen();

    /// <summary>Starts a text.</summary>
    public Utf8JsonWriter Begin()
    {
        if (_buffer.Capacity > LargestKept)
            _buffer = new ArrayBufferWriter<byte>(1024);
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        return _writer;
    }

    /// <summary>The text.</summary>
    public byte[] End()
    {
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => _writer.Dispose();
}
