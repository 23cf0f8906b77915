using System.Text.Json;
using System.Text.Json.Serialization;
using Bellwether.Data.Formats;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Retrieval.Lexical.Writing;

/// <summary>What an index consists of: one JSON file, in its first line a checksum, swapped by a rename at every commit.</summary>
internal sealed record IndexManifest
{
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true };

    public int Version { get; init; } = CurrentVersion;

    public double K1 { get; init; }

    public bool Positions { get; init; }

    public string Analyzer { get; init; } = "";

    public IReadOnlyList<LexicalField> Fields { get; init; } = [];

    /// <summary>The number of the next file.</summary>
    public long NextFile { get; init; }

    public IReadOnlyList<IndexSegmentFile> Segments { get; init; } = [];

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(this, s_json);
        return [.. System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"bellwether-lexical {StableHash.Of(body):x16}\n")), .. body];
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or not a manifest.</exception>
    public static IndexManifest Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var line = bytes.AsSpan().IndexOf((byte)'\n');
        if (line < 0 || !bytes.AsSpan().StartsWith("bellwether-lexical "u8))
            throw Damaged(path, "its first line must be 'bellwether-lexical' and a checksum");
        var body = bytes.AsSpan(line + 1);
        if (!bytes.AsSpan(0, line).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"bellwether-lexical {StableHash.Of(body):x16}"))))
            throw Damaged(path, "its checksum does not agree with its bytes");
        try
        {
            var manifest = JsonSerializer.Deserialize<IndexManifest>(body, s_json) ?? throw Damaged(path, "it is empty");
            return manifest.Version == CurrentVersion && manifest.Segments.All(s => s.IsSane)
                ? manifest
                : throw Damaged(path, FormattableString.Invariant($"it is of version {manifest.Version}, this Bellwether reads {CurrentVersion}, or it names files outside the directory"));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            throw Damaged(path, e.Message);
        }
    }

    /// <summary>Whether the options describe this index.</summary>
    /// <exception cref="ArgumentException">They do not: it says where.</exception>
    public void CheckAgrees(LexicalOptions options, string path)
    {
        void Same(object stored, object given, string what)
        {
            if (!stored.Equals(given))
                throw new ArgumentException($"The index {path} was built with {what} {stored}, so it must be opened with that, but {given} came. Open it so, or build it again.", nameof(options));
        }

        Same(Analyzer, options.Analyzer.Signature, "the analyzer");
        Same(Positions, options.Positions, "positions");
        Same(string.Join(", ", Fields.Select(f => f.Name)), string.Join(", ", options.Fields.Select(f => f.Name)), "the fields");
    }

    private static ModelFormatException Damaged(string path, string what) => new($"The manifest {path} is damaged: {what}. Restore it from a copy, or build the index again.");
}
