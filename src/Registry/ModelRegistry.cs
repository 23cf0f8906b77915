using System.Globalization;
using System.Security.Cryptography;
using Bellwether.Numerics;
using Bellwether.Registry.Storage;

namespace Bellwether.Registry;

/// <summary>Models as git keeps code: objects named by their content, versions that never change, aliases moved by compare-and-swap with a
/// log. Files in a directory, no database; it knows no algorithm.</summary>
/// <remarks><para>Safe for use by several threads and processes at once: whoever writes holds an operating system's lock on one file;
/// reading takes no lock. A crash at any point leaves a valid registry: every file appears whole or not at all, and a version's objects are
/// there before the version is. What a call has returned from is flushed to the disk.</para>
/// <para>Versions, timestamps and bytes are a function of what is put in and of the clock given.</para></remarks>
public sealed class ModelRegistry
{
    private const int FormatVersion = 1;
    private const string FormatPrefix = "bellwether-registry ";

    private readonly RegistryFiles _files;
    private readonly TimeProvider _time;
    private readonly string _who;

    private ModelRegistry(RegistryFiles files, TimeProvider time, string who) => (_files, _time, _who) = (files, time, who);

    /// <summary>Opens the registry in a directory, making it where there is none.</summary>
    /// <param name="directory">An empty or missing directory, or a registry.</param>
    /// <param name="timeProvider">The clock of timestamps and of grace periods.</param>
    /// <param name="who">Who the logs say moved aliases and set tags.</param>
    /// <exception cref="RegistryFormatException">The directory holds something else, or a registry of a newer version.</exception>
    public static ModelRegistry Open(string directory, TimeProvider timeProvider, string who = "bellwether") => Open(directory, timeProvider, who, null);

    internal static ModelRegistry Open(string directory, TimeProvider timeProvider, string who, Action<FileStep, string>? onStep)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        var files = new RegistryFiles(Path.GetFullPath(Require.NotBlank(directory)), onStep);
        var format = Path.Combine(files.Root, "format");
        Directory.CreateDirectory(files.Root);
        if (!File.Exists(format))
        {
            var other = Directory.EnumerateFileSystemEntries(files.Root).Select(Path.GetFileName).FirstOrDefault(n => n is not ("tmp" or "lock" or "format"));
            if (other is not null && !File.Exists(format))
                throw new RegistryFormatException(files.Root, $"the directory must be empty or hold a registry, but has no file 'format' and holds '{other}'. Name another directory.");
            files.Write(format, System.Text.Encoding.ASCII.GetBytes(FormatPrefix + FormatVersion.ToString(CultureInfo.InvariantCulture) + "\n"), replace: true);
        }

        var text = File.ReadAllText(format).Trim();
        if (!text.StartsWith(FormatPrefix, StringComparison.Ordinal) || !int.TryParse(text.AsSpan(FormatPrefix.Length), CultureInfo.InvariantCulture, out var version))
            throw new RegistryCorruptException(format, $"it must hold '{FormatPrefix}' and a number, but holds '{text}'. Restore it from a backup.");
        if (version > FormatVersion)
            throw new RegistryFormatException(files.Root, FormattableString.Invariant(
                $"the registry's format must be at most {FormatVersion}, but is {version}: a newer version of the program wrote it. Use that version."));
        return new ModelRegistry(files, timeProvider, Require.NotBlank(who));
    }

    /// <summary>Stores bytes; storing the same bytes again changes nothing but their age.</summary>
    /// <returns>The name under which <see cref="GetAsync"/> finds them.</returns>
    public async Task<ObjectHash> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var hash = ObjectHash.Of(bytes.Span);
        var path = _files.PathOf(hash);
        using var held = await _files.LockAsync(cancellationToken).ConfigureAwait(false);
        if (!File.Exists(path) || ObjectHash.Of(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)) != hash)
            _files.Write(path, bytes.Span, replace: true);
        File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        return hash;
    }

    /// <summary>The bytes of an object, checked against its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such object.</exception>
    /// <exception cref="RegistryCorruptException">The file holds other bytes than were put.</exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(ObjectHash hash, CancellationToken cancellationToken = default)
    {
        var path = _files.PathOf(hash);
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyNotFoundException($"The registry must hold object {hash}, but {path} does not exist: it was never put, or collected.", e);
        }

        return ObjectHash.Of(bytes) == hash ? bytes : throw new RegistryCorruptException(
            path, $"object {hash} must have that SHA-256, but has {Convert.ToHexStringLower(SHA256.HashData(bytes))}: the file was damaged. Restore it from a backup, or put it again.");
    }

    /// <summary>Makes the next version of a model.</summary>
    /// <param name="model">Lower-case letters, digits and dashes.</param>
    /// <param name="draft">What it holds and where it comes from.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    /// <exception cref="ArgumentException">The name is refused, no object is named, or the parent does not exist.</exception>
    /// <exception cref="KeyNotFoundException">An object was not put, or was collected.</exception>
    public async Task<ModelVersion> RegisterAsync(string model, VersionDraft draft, CancellationToken cancellationToken = default)
    {
        RegistryName.Check(model, "a model");
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Objects.Count == 0)
            throw new ArgumentException("A version must name at least one object, but the draft names none: put the model's bytes first.", nameof(draft));
        using var held = await _files.LockAsync(cancellationToken).ConfigureAwait(false);
        foreach (var role in draft.Objects.Keys)
            RegistryName.Check(role, "an object's role");
        foreach (var (role, hash) in draft.Objects)
            if (!File.Exists(_files.PathOf(hash)))
                throw new KeyNotFoundException($"Object '{role}' of a version of {model} must be put before it is registered, but {hash} is not in the registry.");
        var numbers = Numbers(model);
        if (draft.Lineage.Parent is { } parent && !(RegistryName.Number(parent) is { } known && numbers.Contains(known)))
            throw new ArgumentException($"The parent of a version of {model} must be one of its versions, but is '{parent}'.", nameof(draft));
        var version = new ModelVersion
        {
            Model = model,
            Number = numbers.Count > 0 ? numbers[^1] + 1 : 1,
            CreatedAt = _time.GetUtcNow(),
            Objects = Sorted(draft.Objects),
            Lineage = draft.Lineage with { Options = Sorted(draft.Lineage.Options) },
            Metrics = Sorted(draft.Metrics),
            Tags = Sorted(draft.Tags),
        };
        _files.WriteRecord(PathOf(model, version.Number), version, replace: false);
        return version;
    }

    /// <summary>The names of all models that have a version, in order.</summary>
    public IReadOnlyList<string> Models() => Directory.Exists(Path.Combine(_files.Root, "models"))
        ? [.. Directory.EnumerateDirectories(Path.Combine(_files.Root, "models")).Select(d => Path.GetFileName(d)!).Where(m => Numbers(m).Count > 0).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>All versions of a model, oldest first; none when there is no such model.</summary>
    /// <exception cref="RegistryCorruptException">A manifest or the tag log is damaged.</exception>
    public IReadOnlyList<ModelVersion> Versions(string model)
    {
        RegistryName.Check(model, "a model");
        var tags = TagLog(model);
        return [.. Numbers(model).Select(n => Read(model, n, tags)!)];
    }

    /// <summary>A version by its name or by an alias.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">E.g. <c>v3</c> or <c>production</c>.</param>
    /// <returns>The version, or null when there is none of that name.</returns>
    /// <exception cref="RegistryCorruptException">The manifest or a log is damaged.</exception>
    public ModelVersion? Find(string model, string name)
    {
        RegistryName.Check(model, "a model");
        RegistryName.Check(name, "a version or alias");
        if ((RegistryName.Number(name) ?? (Aliases(model).TryGetValue(name, out var named) ? RegistryName.Number(named) : null)) is not { } number)
            return null;
        return Read(model, number, TagLog(model));
    }

    /// <summary>The aliases of a model and the versions that they name.</summary>
    public IReadOnlyDictionary<string, string> Aliases(string model)
    {
        var aliases = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var move in AliasLog(model))
            aliases[move.Alias] = move.To;
        return aliases;
    }

    /// <summary>Every move of an alias of a model, oldest first.</summary>
    public IReadOnlyList<AliasMove> AliasLog(string model) =>
        _files.ReadRecord<AliasMove[]>(Path.Combine(_files.ModelDirectory(RegistryName.Check(model, "a model")), "aliases.json")) ?? [];

    /// <summary>Moves an alias if it still names what the caller believes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="alias">E.g. <c>production</c>; made when it does not exist and <paramref name="expected"/> is null.</param>
    /// <param name="expected">The version that it must name now; null when it must not exist.</param>
    /// <param name="to">The version that it shall name.</param>
    /// <param name="reason">Why, for the log; not blank.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    /// <returns>Moved, or what the alias names instead of what was expected.</returns>
    /// <exception cref="ArgumentException">A name is refused, or there is no version <paramref name="to"/>.</exception>
    public async Task<MoveOutcome> MoveAliasAsync(
        string model, string alias, string? expected, string to, string reason, CancellationToken cancellationToken = default)
    {
        RegistryName.Check(model, "a model");
        RegistryName.CheckAlias(alias);
        Require.NotBlank(reason);
        using var held = await _files.LockAsync(cancellationToken).ConfigureAwait(false);
        RequireVersion(model, to);
        var log = AliasLog(model);
        var actual = log.LastOrDefault(m => string.Equals(m.Alias, alias, StringComparison.Ordinal))?.To;
        if (!string.Equals(actual, expected, StringComparison.Ordinal))
            return new MoveOutcome(false, actual);
        var moved = new AliasMove(alias, actual, to, _time.GetUtcNow(), _who, reason);
        _files.WriteRecord(Path.Combine(_files.ModelDirectory(model), "aliases.json"), (AliasMove[])[.. log, moved], replace: true);
        return new MoveOutcome(true, to);
    }

    /// <summary>Sets a tag of a version.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">E.g. <c>v3</c>.</param>
    /// <param name="tag">Lower-case letters, digits and dashes.</param>
    /// <param name="value">Its text; null takes the tag away.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    /// <exception cref="ArgumentException">A name is refused, or there is no such version.</exception>
    public async Task TagAsync(string model, string version, string tag, string? value, CancellationToken cancellationToken = default)
    {
        RegistryName.Check(model, "a model");
        RegistryName.Check(tag, "a tag");
        using var held = await _files.LockAsync(cancellationToken).ConfigureAwait(false);
        RequireVersion(model, version);
        TagChange[] log = [.. TagLog(model), new TagChange(version, tag, value, _time.GetUtcNow(), _who)];
        _files.WriteRecord(Path.Combine(_files.ModelDirectory(model), "tags.json"), log, replace: true);
    }

    /// <summary>How two versions of a model differ.</summary>
    /// <param name="model">The model.</param>
    /// <param name="before">A version or alias.</param>
    /// <param name="after">A version or alias.</param>
    /// <exception cref="KeyNotFoundException">One of them does not exist.</exception>
    public VersionDiff Diff(string model, string before, string after) => VersionDiff.Of(
        Find(model, before) ?? throw new KeyNotFoundException($"Model {model} must have a version or alias '{before}', but has none."),
        Find(model, after) ?? throw new KeyNotFoundException($"Model {model} must have a version or alias '{after}', but has none."));

    /// <summary>Deletes objects that no version names, and what crashes left half written. Versions are never deleted, so what an alias or its
    /// log names stays.</summary>
    /// <param name="gracePeriod">Objects put within this time stay: somebody may be about to register them. At least zero.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <returns>How many objects were deleted.</returns>
    /// <exception cref="RegistryCorruptException">A manifest is damaged: nothing is deleted then.</exception>
    public async Task<int> CollectAsync(TimeSpan gracePeriod, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gracePeriod, TimeSpan.Zero);
        using var held = await _files.LockAsync(cancellationToken).ConfigureAwait(false);
        var named = Models().SelectMany(Versions).SelectMany(v => v.Objects.Values).Select(_files.PathOf).ToHashSet(StringComparer.Ordinal);
        var limit = (_time.GetUtcNow() - gracePeriod).UtcDateTime;
        var deleted = 0;
        foreach (var path in FilesUnder("objects"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (named.Contains(path) || File.GetLastWriteTimeUtc(path) > limit)
                continue;
            _files.Delete(path);
            deleted++;
        }

        foreach (var path in FilesUnder("tmp"))
            _files.Delete(path);
        return deleted;
    }

    private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> values)
    {
        var sorted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            sorted.Add(name, value);
        return sorted;
    }

    private string[] FilesUnder(string folder) => Directory.Exists(Path.Combine(_files.Root, folder))
        ? [.. Directory.EnumerateFiles(Path.Combine(_files.Root, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    private string PathOf(string model, int number) => Path.Combine(_files.ModelDirectory(model), FormattableString.Invariant($"v{number}.json"));

    private List<int> Numbers(string model) => Directory.Exists(_files.ModelDirectory(model))
        ? [.. Directory.EnumerateFiles(_files.ModelDirectory(model), "v*.json").Select(f => RegistryName.Number(Path.GetFileNameWithoutExtension(f))).OfType<int>().Order()]
        : [];

    private TagChange[] TagLog(string model) => _files.ReadRecord<TagChange[]>(Path.Combine(_files.ModelDirectory(model), "tags.json")) ?? [];

    private ModelVersion? Read(string model, int number, TagChange[] log)
    {
        if (_files.ReadRecord<ModelVersion>(PathOf(model, number)) is not { } version)
            return null;
        if (!string.Equals(version.Model, model, StringComparison.Ordinal) || version.Number != number)
            throw new RegistryCorruptException(PathOf(model, number), $"it must be the manifest of {model} v{number}, but is that of {version.Model} {version.Version}. Restore it from a backup.");
        var tags = Sorted(version.Tags);
        foreach (var change in log.Where(c => string.Equals(c.Version, version.Version, StringComparison.Ordinal)))
            if (change.Value is { } value)
                tags[change.Name] = value;
            else
                tags.Remove(change.Name);
        return version with { Tags = tags };
    }

    private void RequireVersion(string model, string version)
    {
        if (RegistryName.Number(version) is not { } number || !File.Exists(PathOf(model, number)))
            throw new ArgumentException($"Model {model} must have a version '{version}', but has {Numbers(model).Count} versions and not that one. List them with Versions.", nameof(version));
    }
}
