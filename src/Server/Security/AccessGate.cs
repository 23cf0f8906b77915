using System.Collections.Frozen;
using Bellwether.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server.Security;

/// <summary>Decides whether a request may come in: by the host it names, by where a browser says it comes from, and by its key.</summary>
internal sealed class AccessGate(IReadOnlyList<string>? hosts, ApiKeyRing? keys)
{
    private const string Bearer = "Bearer ";
    private readonly FrozenSet<string>? _hosts = hosts?.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why the request may not come in, or null when it may.</summary>
    public Problem? Refuse(HttpContext context)
    {
        var request = context.Request;
        if (_hosts is not null && !_hosts.Contains(request.Host.Host))
            return new Problem(400, "unknown-host", "The host is not served here", $"The header Host must name one of {string.Join(", ", _hosts)}, but names '{request.Host.Host}'.");
        var rule = context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>();
        if (rule is { Role: null })
            return null;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site == "cross-site" && !HttpMethods.IsGet(request.Method))
            return Problem.Forbidden("A page of another site must not call this server from a browser.");
        return keys is null ? null : Check(request, rule?.Role ?? ApiRole.Predict, keys);
    }

    private static Problem? Check(HttpRequest request, ApiRole needed, ApiKeyRing keys)
    {
        var token = TokenOf(request);
        if (token.IsEmpty)
            return Problem.Unauthenticated("The request must carry an API key: 'Authorization: Bearer bw_...' or 'X-Api-Key: bw_...'.");
        if (keys.Find(token) is not { } key)
            return Problem.Unauthenticated("The API key is unknown, revoked or expired.");
        return key.Role >= needed
            ? null
            : Problem.Forbidden($"This needs the role '{Name(needed)}', but the key '{key.Name}' has the role '{Name(key.Role)}'.");
    }

    private static ReadOnlySpan<char> TokenOf(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization.AsSpan(Bearer.Length).Trim();
        return request.Headers["X-Api-Key"] is [{ } key] ? key.AsSpan().Trim() : default;
    }

    private static string Name(ApiRole role) => role.ToString().ToLowerInvariant();
}
