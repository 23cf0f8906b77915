namespace Bellwether.Server.Health;

/// <summary>Whether the server is on its way out. Safe for concurrent use.</summary>
internal sealed class ServerState
{
    private volatile bool _draining;

    public bool IsDraining => _draining;

    public void BeginDrain() => _draining = true;
}
