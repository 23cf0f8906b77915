using System.Collections.Concurrent;
using System.Text.Json;

namespace Bellwether.Server.Inference;

/// <summary>Counts and times of inferences by model version, since the server started. Safe for concurrent use.</summary>
internal sealed class InferenceStatistics(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Counts> _byModel = new(StringComparer.Ordinal);

    /// <summary>Counts one request: how many rows, and the nanoseconds to read it, to score it and to write it.</summary>
    public void Succeed(InferenceModel model, int rows, long inputNs, long inferNs, long outputNs)
    {
        var counts = _byModel.GetOrAdd(model.Key, static _ => new Counts());
        Interlocked.Exchange(ref counts.Last, time.GetUtcNow().ToUnixTimeMilliseconds());
        Interlocked.Add(ref counts.Rows, rows);
        Interlocked.Increment(ref counts.Requests);
        Interlocked.Add(ref counts.InputNs, inputNs);
        Interlocked.Add(ref counts.InferNs, inferNs);
        Interlocked.Add(ref counts.OutputNs, outputNs);
    }

    /// <summary>Counts one request that failed.</summary>
    public void Fail(InferenceModel model, long ns)
    {
        var counts = _byModel.GetOrAdd(model.Key, static _ => new Counts());
        Interlocked.Increment(ref counts.Failures);
        Interlocked.Add(ref counts.FailureNs, ns);
    }

    public void Write(Utf8JsonWriter writer, InferenceModel model)
    {
        var counts = _byModel.GetOrAdd(model.Key, static _ => new Counts());
        writer.WriteStartObject();
        writer.WriteString("name"u8, model.Name);
        writer.WriteString("version"u8, model.Version);
        writer.WriteNumber("last_inference"u8, Interlocked.Read(ref counts.Last));
        writer.WriteNumber("inference_count"u8, Interlocked.Read(ref counts.Rows));
        writer.WriteNumber("execution_count"u8, Interlocked.Read(ref counts.Requests));
        writer.WriteStartObject("inference_stats"u8);
        var requests = Interlocked.Read(ref counts.Requests);
        var (input, infer, output) = (Interlocked.Read(ref counts.InputNs), Interlocked.Read(ref counts.InferNs), Interlocked.Read(ref counts.OutputNs));
        Duration(writer, "success", requests, input + infer + output);
        Duration(writer, "fail", Interlocked.Read(ref counts.Failures), Interlocked.Read(ref counts.FailureNs));
        Duration(writer, "queue", requests, 0);
        Duration(writer, "compute_input", requests, input);
        Duration(writer, "compute_infer", requests, infer);
        Duration(writer, "compute_output", requests, output);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Duration(Utf8JsonWriter writer, string name, long count, long ns)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count"u8, count);
        writer.WriteNumber("ns"u8, ns);
        writer.WriteEndObject();
    }

    private sealed class Counts
    {
        public long Last, Rows, Requests, Failures, InputNs, InferNs, OutputNs, FailureNs;
    }
}
