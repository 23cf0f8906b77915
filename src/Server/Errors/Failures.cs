using System.Diagnostics;
using Bellwether.Data.Events;
using Bellwether.Server.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bellwether.Server.Errors;

/// <summary>Says what an exception means to the caller, and writes to the log what the caller must not see.</summary>
internal sealed partial class Failures(ServerState state, ILogger<Failures> logger)
{
    public Problem ProblemOf(HttpContext context, Exception error)
    {
        switch (error)
        {
            case EventStoreUnavailableException away:
                LogStoreAway(context.Request.Method, context.Request.Path, away.Message);
                return Problem.StoreAway(away.RetryAfter);
            case BadHttpRequestException { StatusCode: 413 }:
                return Problem.OfStatus(413, context.Request.Method, context.Request.Path.ToString());
            case BadHttpRequestException bad:
                return Problem.BadRequest(bad.Message) with { Status = bad.StatusCode };
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Problem.OfStatus(504, context.Request.Method, context.Request.Path.ToString());
            case OperationCanceledException or ObjectDisposedException or InvalidOperationException when state.IsDraining:
                return Problem.Stopping();
            default:
                var trace = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
                LogFailure(error, context.Request.Method, context.Request.Path, trace);
                return Problem.Unexpected(trace);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed (trace {TraceId})")]
    private partial void LogFailure(Exception error, string method, string path, string traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} was refused because the event store is away: {Reason}")]
    private partial void LogStoreAway(string method, string path, string reason);
}
