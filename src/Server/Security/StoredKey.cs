using System.Security.Cryptography;
using System.Text;

namespace Bellwether.Server.Security;

/// <summary>An API key as its file keeps it: salt and SHA-256 of salt and secret. The secret has 256 random bits, so that a slow hash
/// (made for passwords that people choose) would add nothing, and a check costs well under a microsecond without a cache of secrets.</summary>
internal sealed record StoredKey(ApiKey Key, byte[] Salt, byte[] Hash)
{
    public const string Prefix = "bw_";
    public const int IdLength = 8, SaltLength = 16, SecretLength = 43, TokenLength = 3 + IdLength + 1 + SecretLength;

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

    /// <summary>Whether this is the secret; takes the same time whichever it is.</summary>
    public bool Matches(ReadOnlySpan<char> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HashOf(Salt, secret, hash);
        return CryptographicOperations.FixedTimeEquals(hash, Hash);
    }

    private static void HashOf(ReadOnlySpan<byte> salt, ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[SaltLength + (4 * SecretLength)];
        salt.CopyTo(bytes);
        var length = Encoding.UTF8.GetBytes(secret, bytes[salt.Length..]);
        SHA256.HashData(bytes[..(salt.Length + length)], hash);
    }
}
