using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Bellwether.Registry;

/// <summary>The name of an object: the SHA-256 of its bytes, 64 lower-case hexadecimal digits.</summary>
[JsonConverter(typeof(Storage.ObjectHashJson))]
public readonly record struct ObjectHash
{
    private readonly string? _hex;

    private ObjectHash(string hex) => _hex = hex;

    /// <summary>The hash of bytes.</summary>
    public static ObjectHash Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is not 64 lower-case hexadecimal digits.</exception>
    public static ObjectHash Parse(string text) => text is { Length: 64 } && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
        ? new(text)
        : throw new FormatException($"The hash of an object must be 64 lower-case hexadecimal digits, but is '{text}'.");

    /// <inheritdoc/>
    public override string ToString() => _hex ?? new string('0', 64);
}
