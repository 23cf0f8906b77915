namespace Bellwether.Server.Security;

/// <summary>An API key as it may be shown: without its secret.</summary>
/// <param name="Id">Its public part, 8 hexadecimal digits: <c>bw_ID_secret</c>.</param>
/// <param name="Name">Whose it is, or what for; unique in its file.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; null for never.</param>
public sealed record ApiKey(string Id, string Name, ApiRole Role, DateTimeOffset Created, DateTimeOffset? Expires);
