using System.Net;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server;

/// <summary>An address that the server may listen on, and the hosts that requests may name there.</summary>
/// <param name="Hosts">The hosts allowed; null for any.</param>
internal sealed record Binding(IReadOnlyList<string>? Hosts)
{
    private static readonly string[] s_loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Checks the address of <paramref name="options"/>.</summary>
    /// <exception cref="ServerRefusedException">It is no http address, or it is open to others and there are no keys.</exception>
    public static Binding Of(ServerOptions options)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(options.Url);
        }
        catch (FormatException e)
        {
            throw new ServerRefusedException($"The address must be like http://127.0.0.1:8080, but is '{options.Url}'.", e);
        }

        if (!string.Equals(address.Scheme, "http", StringComparison.OrdinalIgnoreCase) || address.PathBase.Length > 0 || address.IsUnixPipe || address.IsNamedPipe)
            throw new ServerRefusedException($"The address must be like http://127.0.0.1:8080, but is '{options.Url}'. For https, put a proxy that ends TLS in front.");
        var loopback = string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
        if (!loopback && options.ApiKeyFile is null)
            throw new ServerRefusedException(
                $"'{options.Url}' is open to other machines: the server must have API keys there, but has none. Create a key and name its file, or listen on http://127.0.0.1:{address.Port}.");
        return new Binding(loopback ? [.. s_loopback, address.Host, .. options.AllowedHosts]
            : options.AllowedHosts.Count > 0 ? [.. s_loopback, .. options.AllowedHosts]
            : null);
    }
}
