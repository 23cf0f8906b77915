using Bellwether.Server.Security;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server.Errors;

/// <summary>Stands around every request: lets in who may come in, and turns whatever goes wrong inside into a problem.</summary>
internal sealed class RequestGuard(RequestDelegate next, AccessGate gate, Failures failures)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (gate.Refuse(context) is { } problem)
            return Respond.ProblemAsync(context, problem);
        Task inner;
        try
        {
            inner = next(context);
        }
        catch (Exception e)
        {
            inner = Task.FromException(e);
        }

        return inner.IsCompletedSuccessfully && context.Response.StatusCode < 400 ? Task.CompletedTask : FinishAsync(context, inner);
    }

    private async Task FinishAsync(HttpContext context, Task inner)
    {
        try
        {
            await inner;
        }
        catch (Exception e)
        {
            await FailAsync(context, e);
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && response.ContentLength is null)
            await Respond.ProblemAsync(context, Problem.OfStatus(response.StatusCode, context.Request.Method, context.Request.Path.ToString()));
    }

    private async Task FailAsync(HttpContext context, Exception error)
    {
        if (context.RequestAborted.IsCancellationRequested && error is OperationCanceledException or IOException)
            return;
        var problem = failures.ProblemOf(context, error);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allow;
        await Respond.ProblemAsync(context, problem);
    }
}
