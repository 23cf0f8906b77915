namespace Bellwether.Server.Telemetry;

/// <summary>Keeps the export, if there is one, for as long as the server lives.</summary>
internal sealed record OtlpHolder(OtlpExport? Export) : IDisposable
{
    public void Dispose() => Export?.Dispose();
}
