using System.Buffers;
using Bellwether.Server.Errors;
using Bellwether.Server.Requests;
using Bellwether.Server.Telemetry;
using Bellwether.Serving.Hosting;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server.Decisions;

/// <summary>Answers an array of requests: started in order, a few at a time (so that they share the store's group commit), answered in
/// order. An item that fails has its problem in its place; the others are not touched by it.</summary>
internal static class DecideBatch
{
    private const int InFlight = 64;

    public static async Task AnswerAsync(HttpContext context, IServedSystem system, ReadOnlyMemory<byte> body, ServerOptions options, Failures failures)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        if (JsonParts.SplitArray(body, options.MaxBatch, items) is { } problem)
        {
            await Respond.ProblemAsync(context, problem);
            return;
        }

        var running = new Queue<Task<(ServedAnswer Answer, Problem? Problem)>>(InFlight);
        var output = new ArrayBufferWriter<byte>(256 * (items.Count + 1));
        output.Write("["u8);
        var (next, decided) = (0, 0);
        for (var done = 0; done < items.Count; done++)
        {
            while (next < items.Count && running.Count < InFlight)
                running.Enqueue(DecideAsync(context, system, items[next++], failures));
            var (answer, failed) = await running.Dequeue();
            if (done > 0)
                output.Write(","u8);
            if (failed is null)
                decided++;
            Write(output, answer, failed);
        }

        context.RequestAborted.ThrowIfCancellationRequested();
        output.Write("]"u8);
        ServerTelemetry.CountItems(system.Name, "decision", decided);
        Respond.Json(context, output.WrittenSpan);
    }

    /// <summary>Never throws: the buffer that all items lie in must outlive each of them.</summary>
    private static async Task<(ServedAnswer Answer, Problem? Problem)> DecideAsync(
        HttpContext context, IServedSystem system, ReadOnlyMemory<byte> json, Failures failures)
    {
        try
        {
            var answer = await system.DecideAsync(json, context.RequestAborted);
            return (answer, answer.Status == AnswerStatus.Ok ? null : DecideApi.ProblemOf(answer, json));
        }
        catch (Exception e)
        {
            return (default, failures.ProblemOf(context, e));
        }
    }

    private static void Write(ArrayBufferWriter<byte> output, ServedAnswer answer, Problem? problem)
    {
        if (problem is null)
        {
            output.Write(answer.Body.Span);
            return;
        }

        ServerTelemetry.CountProblem(problem.Kind);
        output.Write(Respond.Render(writer => problem.WriteTo(writer, null)).WrittenSpan);
    }
}
