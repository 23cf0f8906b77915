using System.Globalization;
using System.Text.Json;
using Bellwether.Data.Training;

namespace Bellwether.Server.Inference;

/// <summary>One input tensor: its name, shape and datatype, and where its values are: in the JSON, or in the bytes behind it.</summary>
internal sealed record Tensor(string Name, int[] Shape, string Type, JsonElement Data, ReadOnlyMemory<byte>? Binary)
{
    /// <summary>Writes the values into rows of a matrix, from a column on. Null in JSON, and NaN in binary, mean missing.</summary>
    /// <param name="rows">The matrix (n, d), row-major.</param>
    /// <param name="schema">The d features.</param>
    /// <param name="column">The first column.</param>
    /// <param name="width">How many columns the tensor has.</param>
    /// <exception cref="InferenceException">A value does not fit the datatype, the count does not fit the shape, or a text is for a number.</exception>
    public void WriteTo(Span<double> rows, FeatureSchema schema, int column, int width)
    {
        var count = rows.Length / schema.Count * width;
        var target = new TensorTarget(schema, column, width);
        if (Type == TensorType.Bytes)
            for (var i = 0; i < width; i++)
                if (schema[column + i].Kind != FeatureKind.Categorical)
                    throw new InferenceException($"Input '{Name}' must have a numeric datatype, because the feature '{schema[column + i].Name}' is a number, but has BYTES.");
        if (Binary is { } binary)
            ReadBinary(binary.Span, rows, target, count);
        else
            ReadJson(rows, target, count);
    }

    private void ReadJson(Span<double> rows, TensorTarget target, int count)
    {
        if (Data.ValueKind != JsonValueKind.Array)
            throw new InferenceException($"Input '{Name}' must have 'data', an array, but has {(Data.ValueKind == JsonValueKind.Undefined ? "none" : "something else")}.");
        var written = Data.GetArrayLength() > 0 && Data[0].ValueKind == JsonValueKind.Array
            ? ReadNested(Data, 0, 0, rows, target)
            : ReadFlat(Data, 0, count, rows, target);
        if (written != count)
            throw WrongCount(count, written);
    }

    private int ReadNested(JsonElement data, int depth, int at, Span<double> rows, TensorTarget target)
    {
        if (depth >= Shape.Length || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() != Shape[depth])
            throw new InferenceException($"Nested 'data' of input '{Name}' must have the shape {ShapeText}, but has not.");
        if (depth == Shape.Length - 1)
            return ReadFlat(data, at, rows.Length, rows, target);
        foreach (var part in data.EnumerateArray())
            at = ReadNested(part, depth + 1, at, rows, target);
        return at;
    }

    private int ReadFlat(JsonElement data, int at, int limit, Span<double> rows, TensorTarget target)
    {
        var length = data.GetArrayLength();
        if (length > limit)
            throw WrongCount(limit, length);
        var numeric = Type == TensorType.Bytes ? null : TensorType.Numeric[Type];
        foreach (var element in data.EnumerateArray())
        {
            rows[target.PlaceOf(at)] = numeric is null ? Code(element, at) : Number(element, numeric, at);
            at++;
        }

        return at;
    }

    private double Code(JsonElement element, int at)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Null => double.NaN,
                JsonValueKind.String => Category.Code(element.GetString()),
                _ => throw WrongValue(at, "a text or null", element.ValueKind.ToString().ToLowerInvariant()),
            };
        }
        catch (InvalidOperationException)
        {
            throw WrongValue(at, "a text or null", "half a surrogate pair");
        }
    }

    private double Number(JsonElement element, TensorType type, int at)
    {
        var value = element.ValueKind switch
        {
            JsonValueKind.Null => double.NaN,
            JsonValueKind.True when type.Name == "BOOL" => 1,
            JsonValueKind.False when type.Name == "BOOL" => 0,
            JsonValueKind.Number when element.TryGetDouble(out var number) => type.Hold(number),
            _ => double.NaN,
        };
        return double.IsNaN(value) && element.ValueKind != JsonValueKind.Null
            ? throw WrongValue(at, $"a value of datatype {Type}, or null for a missing one", Shorten(element.GetRawText()))
            : value;
    }

    private void ReadBinary(ReadOnlySpan<byte> bytes, Span<double> rows, TensorTarget target, int count)
    {
        if (Type == TensorType.Bytes)
        {
            ReadTexts(bytes, rows, target, count);
            return;
        }

        var type = TensorType.Numeric[Type];
        if (bytes.Length != (long)count * type.Size)
            throw new InferenceException(string.Create(CultureInfo.InvariantCulture,
                $"Input '{Name}' of shape {ShapeText} and datatype {Type} must have binary_data_size {(long)count * type.Size}, but has {bytes.Length}."));
        for (var i = 0; i < count; i++)
        {
            var value = type.ReadBinary(bytes, i);
            rows[target.PlaceOf(i)] = double.IsInfinity(value) ? throw WrongValue(i, "finite, or NaN for a missing one", "infinite") : value;
        }
    }

    private void ReadTexts(ReadOnlySpan<byte> bytes, Span<double> rows, TensorTarget target, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var length = bytes.Length < 4 ? uint.MaxValue : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (length > (uint)Math.Max(0, bytes.Length - 4))
                throw new InferenceException($"The binary data of input '{Name}' must hold a length and that many bytes for each of {count} texts, but ends early.");
            rows[target.PlaceOf(i)] = Category.Code(System.Text.Encoding.UTF8.GetString(bytes.Slice(4, (int)length)));
            bytes = bytes[(4 + (int)length)..];
        }

        if (!bytes.IsEmpty)
            throw new InferenceException($"The binary data of input '{Name}' must end after its last text, but {bytes.Length} bytes are left over.");
    }

    private string ShapeText => $"[{string.Join(",", Shape)}]";

    private InferenceException WrongCount(int count, int got) => new(string.Create(CultureInfo.InvariantCulture,
        $"Input '{Name}' of shape {ShapeText} must have {count} values in 'data', but has {got}."));

    private InferenceException WrongValue(int at, string mustBe, string got) => new(string.Create(CultureInfo.InvariantCulture,
        $"Value {at} of input '{Name}' must be {mustBe}, but is {got}."));

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
