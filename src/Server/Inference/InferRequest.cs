using System.Globalization;
using System.Text.Json;
using Bellwether.Data.Training;

namespace Bellwether.Server.Inference;

/// <summary>An inference request, read and checked against a model's schema: the vectors to score.</summary>
/// <param name="Id">The caller's id; null when it gave none.</param>
/// <param name="Rows">The vectors (n, d), row-major.</param>
/// <param name="Count">How many vectors.</param>
/// <param name="BinaryOutput">Whether the scores are wanted as raw bytes.</param>
internal sealed record InferRequest(string? Id, double[] Rows, int Count, bool BinaryOutput)
{
    /// <summary>The name of the input that holds whole vectors.</summary>
    public const string Matrix = "features";

    /// <summary>The name of the one output.</summary>
    public const string Score = "score";

    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a request.</summary>
    /// <param name="json">The JSON part.</param>
    /// <param name="binary">The bytes behind it; empty when there are none.</param>
    /// <param name="schema">The features of the model.</param>
    /// <exception cref="InferenceException">It cannot be answered.</exception>
    public static InferRequest Read(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> binary, FeatureSchema schema)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            return Read(document.RootElement, binary, schema, json.Length + binary.Length);
        }
        catch (JsonException e)
        {
            throw new InferenceException($"The request must be one well-formed JSON object: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new InferenceException("The request must hold only texts that are well-formed Unicode, but a text has half a surrogate pair.");
        }
    }

    private static InferRequest Read(JsonElement root, ReadOnlyMemory<byte> binary, FeatureSchema schema, int bytes)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InferenceException("The request must be one JSON object.");
        if (!root.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array || inputs.GetArrayLength() == 0)
            throw new InferenceException("The request must have 'inputs', an array of at least one tensor.");
        var tensors = new List<Tensor>();
        foreach (var input in inputs.EnumerateArray())
            tensors.Add(ReadTensor(input, ref binary));
        if (!binary.IsEmpty)
            throw new InferenceException(string.Create(CultureInfo.InvariantCulture, $"The inputs' binary_data_size must add up to the bytes sent, but {binary.Length} bytes are left over."));
        var (rows, count) = Assemble(tensors, schema, bytes);
        return new InferRequest(TextOf(root, "id"), rows, count, WantsBinary(root));
    }

    private static (double[] Rows, int Count) Assemble(List<Tensor> tensors, FeatureSchema schema, int bytes)
    {
        if (schema.Count == 0)
            throw new InferenceException("The model has no features, and cannot be asked for inferences.");
        var whole = tensors.Count == 1 && tensors[0].Name == Matrix && schema.IndexOf(Matrix) < 0;
        var count = whole ? RowsOfMatrix(tensors[0], schema) : RowsOfColumns(tensors, schema);
        // No value takes less than a byte: a shape that promises more than was sent is refused before memory is taken for it.
        if ((long)count * Math.Max(1, schema.Count) > bytes)
            throw new InferenceException(string.Create(CultureInfo.InvariantCulture, $"The shapes promise {count} rows of {schema.Count} values, but the request has only {bytes} bytes."));
        var rows = new double[count * schema.Count];
        if (whole)
            tensors[0].WriteTo(rows, schema, 0, schema.Count);
        else
            foreach (var tensor in tensors)
                tensor.WriteTo(rows, schema, schema.IndexOf(tensor.Name), 1);
        return (rows, count);
    }

    private static int RowsOfMatrix(Tensor tensor, FeatureSchema schema) => tensor.Shape is [var n, var d] && d == schema.Count ? n
        : throw new InferenceException(string.Create(CultureInfo.InvariantCulture,
            $"Input '{Matrix}' must have the shape [n,{schema.Count}], but has [{string.Join(",", tensor.Shape)}]."));

    private static int RowsOfColumns(List<Tensor> tensors, FeatureSchema schema)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int? count = null;
        foreach (var tensor in tensors)
        {
            if (schema.IndexOf(tensor.Name) < 0)
                throw new InferenceException($"There is no input '{tensor.Name}'. The inputs are one tensor '{Matrix}', or one for each of: {string.Join(", ", schema.Features.Select(f => f.Name))}.");
            if (!seen.Add(tensor.Name))
                throw new InferenceException($"Input '{tensor.Name}' must be given once, but is given twice.");
            if (tensor.Shape is not ([_] or [_, 1]))
                throw new InferenceException($"Input '{tensor.Name}' must have the shape [n] or [n,1], but has [{string.Join(",", tensor.Shape)}].");
            count ??= tensor.Shape[0];
            if (count != tensor.Shape[0])
                throw new InferenceException(string.Create(CultureInfo.InvariantCulture,
                    $"All inputs must have the same number of rows, but '{tensor.Name}' has {tensor.Shape[0]} and '{tensors[0].Name}' has {count}."));
        }

        return schema.Features.FirstOrDefault(f => !seen.Contains(f.Name)) is { } missing
            ? throw new InferenceException($"Input '{missing.Name}' must be given, but is not; send null for values that are missing.")
            : count!.Value;
    }

    private static Tensor ReadTensor(JsonElement input, ref ReadOnlyMemory<byte> binary)
    {
        if (input.ValueKind != JsonValueKind.Object)
            throw new InferenceException("Each of 'inputs' must be an object.");
        var name = TextOf(input, "name") ?? throw new InferenceException("Each of 'inputs' must have a 'name'.");
        var type = TextOf(input, "datatype");
        if (type is null || (type != TensorType.Bytes && !TensorType.Numeric.ContainsKey(type)))
            throw new InferenceException($"The datatype of input '{name}' must be one of {TensorType.Names}, but is {type ?? "missing"}.");
        if (!input.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array)
            throw new InferenceException($"Input '{name}' must have a 'shape', an array of whole numbers.");
        var sizes = new List<int>();
        foreach (var size in shape.EnumerateArray())
            sizes.Add(size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var n) && n >= 0
                ? n
                : throw new InferenceException($"The shape of input '{name}' must be whole numbers of 0 or more, but has {size.GetRawText()[..Math.Min(20, size.GetRawText().Length)]}."));
        ReadOnlyMemory<byte>? bytes = null;
        if (Parameter(input, "binary_data_size") is { } said)
        {
            if (said.ValueKind != JsonValueKind.Number || !said.TryGetInt32(out var length) || length < 0 || length > binary.Length)
                throw new InferenceException($"The parameter binary_data_size of input '{name}' must be a whole number of at most the {binary.Length} bytes that are left, but is {said.GetRawText()}.");
            bytes = binary[..length];
            binary = binary[length..];
        }

        return new Tensor(name, [.. sizes], type, input.TryGetProperty("data", out var data) ? data : default, bytes);
    }

    private static bool WantsBinary(JsonElement root)
    {
        var wanted = Parameter(root, "binary_data_output") is { ValueKind: JsonValueKind.True };
        if (!root.TryGetProperty("outputs", out var outputs) || outputs.ValueKind == JsonValueKind.Null)
            return wanted;
        if (outputs.ValueKind != JsonValueKind.Array)
            throw new InferenceException("'outputs' must be an array.");
        foreach (var output in outputs.EnumerateArray())
        {
            if (output.ValueKind != JsonValueKind.Object || TextOf(output, "name") != Score)
                throw new InferenceException($"Each of 'outputs' must be an object with the name '{Score}': there is no other output.");
            if (Parameter(output, "binary_data") is { } said)
                wanted = said.ValueKind == JsonValueKind.True;
        }

        return wanted;
    }

    private static JsonElement? Parameter(JsonElement element, string name) =>
        element.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(name, out var value) ? value : null;

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
