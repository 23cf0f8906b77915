using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bellwether.Server.Security;

/// <summary>An API key as its file keeps it: salt and SHA-256 of salt and secret. The secret has 256 random bits, so that a slow hash
/// (made for passwords that people choose) would add nothing. A secret that was proven once is kept in memory beside its hash, so that
/// the next request with it costs a comparison; a reload of the file forgets it.</summary>
internal sealed class StoredKey(ApiKey key, byte[] salt, byte[] hash)
{
    public const string Prefix = "bw_";
    public const int IdLength = 8, SaltLength = 16, SecretLength = 43, TokenLength = 3 + IdLength + 1 + SecretLength;

    private volatile char[]? _proven;

    public ApiKey Key => key;

    public ReadOnlySpan<byte> Salt => salt;

    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>A new key and, once, its plaintext.</summary>
    public static (StoredKey Stored, string Plaintext) New(string name, ApiRole role, DateTimeOffset created, DateTimeOffset? expires)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = new byte[SHA256.HashSizeInBytes];
        HashOf(salt, secret, hash);
        return (new StoredKey(new ApiKey(id, name, role, created, expires), salt, hash), $"{Prefix}{id}_{secret}");
    }

    /// <summary>Whether this is the secret; how long it takes tells nothing about how much of a wrong one was right.</summary>
    public bool Matches(ReadOnlySpan<char> secret)
    {
        if (_proven is { } proven && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(secret), MemoryMarshal.AsBytes(proven.AsSpan())))
            return true;
        Span<byte> hashed = stackalloc byte[SHA256.HashSizeInBytes];
        HashOf(salt, secret, hashed);
        if (!CryptographicOperations.FixedTimeEquals(hashed, hash))
            return false;
        _proven = secret.ToArray();
        return true;
    }

    private static void HashOf(ReadOnlySpan<byte> salt, ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[SaltLength + (4 * SecretLength)];
        salt.CopyTo(bytes);
        var length = Encoding.UTF8.GetBytes(secret, bytes[salt.Length..]);
        SHA256.HashData(bytes[..(salt.Length + length)], hash);
    }
}
