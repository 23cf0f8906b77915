using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Bellwether.Server.Security;

/// <summary>The file of keys: JSON, readable by its owner alone, replaced as a whole.</summary>
internal static class ApiKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="ServerRefusedException">It is not there, others can read it, or it is not such a file.</exception>
    public static IReadOnlyList<StoredKey> Read(string path)
    {
        if (!File.Exists(path))
            throw new ServerRefusedException($"The API key file '{path}' must exist, but does not. Create a key to make it.");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) is not 0 and var excess)
            throw new ServerRefusedException($"The API key file '{path}' must be open to its owner alone, but also allows {excess}. Run: chmod 600 '{path}'");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(ReadKey)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ServerRefusedException($"The API key file '{path}' cannot be read: {e.Message} Restore it from a copy, or create it anew.", e);
        }
    }

    /// <summary>Replaces the file in one step.</summary>
    public static void Write(string path, IReadOnlyList<StoredKey> keys)
    {
        var next = path + ".new";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(next, options))
        {
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
                WriteKeys(writer, keys);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static void WriteKeys(Utf8JsonWriter writer, IReadOnlyList<StoredKey> keys)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, 1);
        writer.WriteStartArray("keys"u8);
        foreach (var stored in keys)
        {
            var key = stored.Key;
            writer.WriteStartObject();
            writer.WriteString("id"u8, key.Id);
            writer.WriteString("name"u8, key.Name);
            writer.WriteString("role"u8, key.Role.ToString().ToLowerInvariant());
            writer.WriteString("created"u8, key.Created);
            if (key.Expires is { } expires)
                writer.WriteString("expires"u8, expires);
            writer.WriteString("algorithm"u8, "sha256");
            writer.WriteBase64String("salt"u8, stored.Salt);
            writer.WriteBase64String("hash"u8, stored.Hash);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static StoredKey ReadKey(JsonElement json)
    {
        var algorithm = json.GetProperty("algorithm").GetString();
        if (algorithm != "sha256")
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'algorithm' must be 'sha256', but is '{algorithm}'."));
        var key = new ApiKey(
            json.GetProperty("id").GetString()!, json.GetProperty("name").GetString()!,
            Enum.Parse<ApiRole>(json.GetProperty("role").GetString()!, ignoreCase: true), json.GetProperty("created").GetDateTimeOffset(),
            json.TryGetProperty("expires", out var expires) ? expires.GetDateTimeOffset() : null);
        var (salt, hash) = (json.GetProperty("salt").GetBytesFromBase64(), json.GetProperty("hash").GetBytesFromBase64());
        return salt.Length == StoredKey.SaltLength && hash.Length == SHA256.HashSizeInBytes
            ? new StoredKey(key, salt, hash)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'salt' and 'hash' of the key '{key.Name}' must have 16 and 32 bytes, but have {salt.Length} and {hash.Length}."));
    }
}
