using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Bellwether.Server.Security;

/// <summary>The keys that a running server accepts: read from the file, and again when it has changed, looked at once a second at most.
/// Safe for concurrent use.</summary>
/// <remarks>A file that has become unreadable leaves the last good keys in force, and an error in the log.</remarks>
internal sealed partial class ApiKeyRing
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);
    private static readonly StoredKey s_nobody = StoredKey.New("nobody", ApiRole.Predict, DateTimeOffset.UnixEpoch, null).Stored;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private FrozenDictionary<string, StoredKey> _byId;
    private DateTime _stamp;
    private long _looked;

    /// <exception cref="ServerRefusedException">The file cannot be read, or holds no key that is still good.</exception>
    public ApiKeyRing(string path, TimeProvider time, ILogger logger)
    {
        (_path, _time, _logger) = (path, time, logger);
        _stamp = File.GetLastWriteTimeUtc(path);
        _byId = Load();
        _looked = time.GetTimestamp();
        if (!_byId.Values.Any(IsCurrent))
            throw new ServerRefusedException($"The API key file '{path}' must hold a key that has not expired, but holds none. Create one.");
    }

    /// <summary>The key that was presented, or null when it is unknown, expired or malformed.</summary>
    public ApiKey? Find(ReadOnlySpan<char> token)
    {
        Refresh();
        if (token.Length != StoredKey.TokenLength || !token.StartsWith(StoredKey.Prefix, StringComparison.Ordinal) || token[11] != '_')
            return null;
        var known = _byId.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token.Slice(3, StoredKey.IdLength), out var stored);
        var matches = (stored ?? s_nobody).Matches(token[12..]);
        return known && matches && IsCurrent(stored!) ? stored!.Key : null;
    }

    private bool IsCurrent(StoredKey stored) => stored.Key.Expires is not { } expires || _time.GetUtcNow() < expires;

    private void Refresh()
    {
        var looked = Interlocked.Read(ref _looked);
        if (_time.GetElapsedTime(looked) < s_lookEvery || Interlocked.CompareExchange(ref _looked, _time.GetTimestamp(), looked) != looked)
            return;
        try
        {
            var stamp = File.GetLastWriteTimeUtc(_path);
            if (stamp == _stamp)
                return;
            _byId = Load();
            _stamp = stamp;
        }
        catch (Exception e) when (e is ServerRefusedException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(e.Message);
        }
    }

    private FrozenDictionary<string, StoredKey> Load() => ApiKeyFile.Read(_path).ToFrozenDictionary(k => k.Key.Id, StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Error, Message = "The API keys were not reloaded, the last good ones stay in force: {Reason}")]
    private partial void LogUnreadable(string reason);
}
