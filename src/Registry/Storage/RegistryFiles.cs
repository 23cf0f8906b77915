using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bellwether.Registry.Storage;

/// <summary>The files of a registry. A file appears whole or not at all: it is written under a name in <c>tmp</c>, flushed to the disk, and
/// renamed. Records carry their SHA-256 in the first line.</summary>
/// <param name="root">The registry's directory.</param>
/// <param name="onStep">Called at every step of writing or deleting; what it throws stops the work there, like a crash.</param>
internal sealed class RegistryFiles(string root, Action<FileStep, string>? onStep)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
    };

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);
    private static long s_temporaries;

    /// <summary>The registry's directory.</summary>
    public string Root => root;

    /// <summary>Where an object lies.</summary>
    public string PathOf(ObjectHash hash)
    {
        var hex = hash.ToString();
        return Path.Combine(root, "objects", hex[..2], hex[2..]);
    }

    /// <summary>Where a model's versions and logs lie.</summary>
    public string ModelDirectory(string model) => Path.Combine(root, "models", model);

    /// <summary>Holds the registry's lock until disposed: one holder among all threads and processes.</summary>
    /// <exception cref="TimeoutException">Somebody else held it for 30 seconds.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, "lock");
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not DirectoryNotFoundException)
            {
                if (Stopwatch.GetElapsedTime(began) > LockTimeout)
                    throw new TimeoutException($"{path}: the registry's lock must become free within {LockTimeout.TotalSeconds} s, but another process holds it: {e.Message}", e);
            }

            await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a file these bytes, whole or not at all.</summary>
    public void Write(string path, ReadOnlySpan<byte> bytes, bool replace)
    {
        onStep?.Invoke(FileStep.Begin, path);
        Directory.CreateDirectory(Path.Combine(root, "tmp"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(root, "tmp", string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref s_temporaries)}"));
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(bytes[..(bytes.Length / 2)]);
            onStep?.Invoke(FileStep.HalfWritten, path);
            stream.Write(bytes[(bytes.Length / 2)..]);
            onStep?.Invoke(FileStep.Written, path);
            stream.Flush(flushToDisk: true);
        }

        onStep?.Invoke(FileStep.Flushed, path);
        File.Move(temporary, path, replace);
        onStep?.Invoke(FileStep.Renamed, path);
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(string path)
    {
        onStep?.Invoke(FileStep.Delete, path);
        File.Delete(path);
    }

    /// <summary>Writes a record: its hash in the first line, JSON below.</summary>
    public void WriteRecord<T>(string path, T record, bool replace)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, Json);
        Write(path, [.. Encoding.ASCII.GetBytes("sha256 " + Convert.ToHexStringLower(SHA256.HashData(json)) + "\n"), .. json], replace);
    }

    /// <summary>Reads a record.</summary>
    /// <returns>The record, or null when there is no such file.</returns>
    /// <exception cref="RegistryCorruptException">The file does not hold what was written.</exception>
    public T? ReadRecord<T>(string path) where T : class
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        const int Header = 7 + 64 + 1;
        var right = bytes.Length > Header && bytes[Header - 1] == (byte)'\n'
            && bytes.AsSpan(0, Header - 1).SequenceEqual(Encoding.ASCII.GetBytes("sha256 " + Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(Header)))));
        if (!right)
            throw new RegistryCorruptException(path, "the first line must be the SHA-256 of what follows, but it is not: the file was damaged or edited. Restore it from a backup.");
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(Header), Json)
                ?? throw new RegistryCorruptException(path, "a JSON object must follow the first line, but null does. Restore it from a backup.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new RegistryCorruptException(path, $"the record cannot be read: {e.Message} Restore it from a backup.", e);
        }
    }
}
