using Bellwether.Numerics;

namespace Bellwether.Server.Security;

/// <summary>The API keys in a file: made, listed and revoked. A running server notices a change within a second.</summary>
/// <remarks>The file holds salted hashes, never a key; its mode is 600. Two processes may use it at once: changes are made under a
/// lock and replace the file in one step.</remarks>
/// <param name="path">The file; made with the first key.</param>
/// <param name="time">The clock that dates keys.</param>
public sealed class ApiKeys(string path, TimeProvider time)
{
    /// <summary>Makes a key and returns it in plain text: this once, for it is stored only as a hash.</summary>
    /// <param name="role">What it allows.</param>
    /// <param name="name">Whose it is; at most 100 characters, unique in the file.</param>
    /// <param name="expires">When it ends; null for never.</param>
    /// <exception cref="ArgumentException">The name is blank, too long or taken, or the key would be born expired.</exception>
    /// <exception cref="ServerRefusedException">The file cannot be read.</exception>
    /// <exception cref="IOException">Another process is changing the file, or it cannot be written.</exception>
    public string Create(ApiRole role, string name, DateTimeOffset? expires = null)
    {
        Require.NotBlank(name);
        Require.InRange(name.Length, 1, 100);
        if (expires <= time.GetUtcNow())
            throw new ArgumentException($"A key must expire in the future, but {expires:O} has passed.", nameof(expires));
        using var held = Lock();
        var keys = Load();
        if (keys.Any(k => k.Key.Name == name))
            throw new ArgumentException($"A key's name must be new, but there is a key '{name}' already. Revoke it first, or choose another name.", nameof(name));
        var (stored, plaintext) = StoredKey.New(name, role, time.GetUtcNow(), expires);
        ApiKeyFile.Write(path, [.. keys, stored]);
        return plaintext;
    }

    /// <summary>The keys, without their secrets, in the order in which they were made; none when there is no file.</summary>
    /// <exception cref="ServerRefusedException">The file cannot be read.</exception>
    public IReadOnlyList<ApiKey> List() => [.. Load().Select(k => k.Key)];

    /// <summary>Ends the key of a name at once.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServerRefusedException">The file cannot be read.</exception>
    /// <exception cref="IOException">Another process is changing the file, or it cannot be written.</exception>
    public bool Revoke(string name)
    {
        using var held = Lock();
        var keys = Load();
        var left = keys.Where(k => k.Key.Name != name).ToArray();
        if (left.Length == keys.Count)
            return false;
        ApiKeyFile.Write(path, left);
        return true;
    }

    private IReadOnlyList<StoredKey> Load() => File.Exists(path) ? ApiKeyFile.Read(path) : [];

    private FileStream Lock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
    }
}
