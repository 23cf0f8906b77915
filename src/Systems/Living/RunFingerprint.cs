using System.Security.Cryptography;
using System.Text;
using Bellwether.Data.Events;

namespace Bellwether.Systems.Living;

/// <summary>A hash over everything a run did: events in order with their content, models, transitions.</summary>
internal sealed class RunFingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The fingerprint of everything that a run logged and kept.</summary>
    public static async Task<string> OfAsync(IEventStore store, string system, RegistryShelf shelf, CancellationToken cancellationToken)
    {
        using var fingerprint = new RunFingerprint();
        await fingerprint.AddAsync(store, system, cancellationToken);
        await foreach (var bytes in shelf.AllBytesAsync(cancellationToken))
            fingerprint._hash.AppendData(bytes.Span);
        return fingerprint.ToString();
    }

    private async Task AddAsync(IEventStore store, string system, CancellationToken cancellationToken)
    {
        await foreach (var stored in store.ReadAsync(new EventQuery { System = system }, cancellationToken))
        {
            _hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{stored.Event.Type}\n{stored.Event.Id}\n{stored.Event.Time.UtcTicks}\n")));
            _hash.AppendData(stored.Event.Payload.Span);
        }
    }

    /// <summary>The first 16 hexadecimal digits of the hash.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash())[..16];

    public void Dispose() => _hash.Dispose();
}
