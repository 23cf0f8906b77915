using System.Text;
using Bellwether.Data.Formats;
using Bellwether.Retrieval.Lexical.Search;
using Bellwether.Retrieval.Lexical.Segments;
using Bellwether.Retrieval.Lexical.Writing;

namespace Bellwether.Retrieval.Lexical;

/// <summary>A BM25 inverted index that takes additions, updates and deletions while others search it.</summary>
/// <remarks><para>Documents wait in a buffer until <see cref="Refresh"/> makes them a segment, which can be searched from then on; <see cref="Commit"/> also makes all of it durable. Segments are never
/// changed; neighbours are joined by the <see cref="MergePolicy"/>. A search works on <see cref="Current"/>, an immutable snapshot, and is never blocked.</para>
/// <para>On disk: one file per segment, mapped into memory, with a checksum per section, and a manifest that is swapped by a rename, so that a crash at any moment leaves the last commit whole.
/// One process may have a directory open for writing; its <c>lock</c> file sees to that. Writing calls are serialized by a lock; the result depends on the order of the calls alone.</para></remarks>
public sealed class LexicalIndex : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IndexDirectory? _directory;
    private readonly FileStream? _lock;
    private readonly string? _path;
    private List<IndexPart> _parts = [];
    private SegmentBuffer _buffer;
    private Dictionary<IndexPart, HashSet<int>> _deletions = [];
    private long _nextFile;
    private volatile LexicalSnapshot _current;

    private LexicalIndex(LexicalOptions options, string? path, Action<IndexStep, string>? onStep)
    {
        Options = options;
        _buffer = new SegmentBuffer(options);
        _current = new LexicalSnapshot(options, []);
        if (path is null)
            return;
        Directory.CreateDirectory(path);
        (_path, _directory) = (path, new IndexDirectory(path, onStep));
        try
        {
            _lock = new FileStream(_directory.File(IndexDirectory.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (File.Exists(_directory.File(IndexDirectory.Manifest)))
                Load();
            _directory.DeleteAllBut(Files());
        }
        catch (IOException e) when (_lock is null)
        {
            throw new IOException($"The index {path} must be open for writing in one place only, but its lock file is held: {e.Message} Close the other, or open a snapshot with {nameof(OpenSnapshot)}.", e);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>What the index is.</summary>
    public LexicalOptions Options { get; }

    /// <summary>The index as of the last <see cref="Refresh"/> or <see cref="Commit"/>.</summary>
    public LexicalSnapshot Current => _current;

    /// <summary>An empty index in memory; <see cref="Commit"/> is then the same as <see cref="Refresh"/>.</summary>
    public static LexicalIndex InMemory(LexicalOptions? options = null) => new(options ?? new LexicalOptions(), null, null);

    /// <summary>Opens the index in a directory, an empty one where there is none.</summary>
    /// <exception cref="ModelFormatException">A file is damaged: it is named.</exception>
    /// <exception cref="ArgumentException">The index was built with another analyzer or other fields.</exception>
    /// <exception cref="IOException">It is open for writing elsewhere, or the disk refuses.</exception>
    public static LexicalIndex Open(string path, LexicalOptions? options = null) => Open(path, options ?? new LexicalOptions(), null);

    /// <summary>Opens the last commit of a directory for searching alone; others may write meanwhile.</summary>
    /// <exception cref="ModelFormatException">A file is damaged: it is named.</exception>
    /// <exception cref="ArgumentException">The index was built with another analyzer or other fields.</exception>
    /// <exception cref="IOException">There is no index, or the disk refuses.</exception>
    public static LexicalSnapshot OpenSnapshot(string path, LexicalOptions? options = null)
    {
        options ??= new LexicalOptions();
        var manifest = IndexManifest.Read(Path.Combine(path, IndexDirectory.Manifest));
        manifest.CheckAgrees(options, path);
        return new LexicalSnapshot(options, [.. manifest.Segments.Select(s => OpenPart(path, s, options)).Select(p => (p.Segment, p.Live))]);
    }

    /// <summary>Adds a document; one of the same key is replaced.</summary>
    public void Add(LexicalDocument document)
    {
        lock (_gate)
        {
            if (_buffer.Terms >= Options.BufferedTerms)
                Flush();
            MarkDeleted(document.Key);
            _buffer.Add(document);
        }
    }

    /// <summary>Adds a document of one text in the first field.</summary>
    public void Add(string key, string text) => Add(new LexicalDocument(key, [new(Options.Fields[0].Name, text)]));

    /// <summary>Deletes a document; false where there is none of that key.</summary>
    public bool Delete(string key)
    {
        lock (_gate)
            return MarkDeleted(key) | _buffer.Delete(key);
    }

    /// <summary>Makes all changes visible in <see cref="Current"/>. Cost: that of the changes, and of joining segments where the policy says so.</summary>
    public LexicalSnapshot Refresh()
    {
        lock (_gate)
        {
            Flush();
            while (Options.Merging.Next([.. _parts.Select(p => p.Live.Count)], [.. _parts.Select(p => p.Segment.DocumentCount)]) is (var first, > 0 and var count))
                Join(first, count);
            return Publish();
        }
    }

    /// <summary>Makes all changes visible and durable: when it returns, a crash cannot lose them.</summary>
    /// <exception cref="IOException">The disk refuses; the last commit stays, and the call may be repeated.</exception>
    public LexicalSnapshot Commit()
    {
        lock (_gate)
        {
            var snapshot = Refresh();
            Persist();
            return snapshot;
        }
    }

    /// <summary>Joins all segments into one without deleted documents: what indexing the live documents anew would give.</summary>
    public LexicalSnapshot Merge()
    {
        lock (_gate)
        {
            Flush();
            if (_parts.Count > 1 || _parts.Any(p => p.Live.Count < p.Segment.DocumentCount))
                Join(0, _parts.Count);
            return Publish();
        }
    }

    /// <summary>Gives up the directory. Changes that were not committed are lost; snapshots stay good.</summary>
    public void Dispose() => _lock?.Dispose();

    internal static LexicalIndex Open(string path, LexicalOptions options, Action<IndexStep, string>? onStep) => new(options, path, onStep);

    private static IndexPart OpenPart(string path, IndexSegmentFile file, LexicalOptions options)
    {
        var name = Path.Combine(path, file.File);
        var segment = new Segment(SegmentMemory.Map(name), name);
        segment.Verify();
        if (segment.FieldCount != options.Fields.Count || (options.Positions && !segment.HasPositions))
            throw new ModelFormatException($"The segment {name} must have as many fields as the manifest, and positions where it says so, but it has not. Restore it from a copy, or build the index again.");
        var live = file.Live is null ? LiveDocuments.All(segment.DocumentCount) : LiveFile.Read(Path.Combine(path, file.Live), segment.DocumentCount);
        return new IndexPart(segment, live, file.File, file.Live);
    }

    private void Load()
    {
        var manifest = IndexManifest.Read(_directory!.File(IndexDirectory.Manifest));
        manifest.CheckAgrees(Options, _path!);
        _nextFile = manifest.NextFile;
        _parts = [.. manifest.Segments.Select(s => OpenPart(_path!, s, Options))];
        Publish();
    }

    private bool MarkDeleted(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        for (var p = _parts.Count - 1; p >= 0; p--)
        {
            var part = _parts[p];
            if (part.Segment.Find(bytes) is not (>= 0 and var document) || !part.Live.Contains(document))
                continue;
            if (!_deletions.TryGetValue(part, out var list))
                _deletions[part] = list = [];
            return list.Add(document);
        }

        return false;
    }

    /// <summary>Applies deletions and turns the buffer into a segment.</summary>
    private void Flush()
    {
        for (var p = 0; p < _parts.Count; p++)
            if (_deletions.TryGetValue(_parts[p], out var documents))
                _parts[p] = _parts[p] with { Live = _parts[p].Live.Without(documents), LiveFile = null };
        _deletions = [];
        _parts.RemoveAll(p => p.Live.Count == 0);
        if (_buffer.Documents == 0)
            return;
        if (_buffer.Build() is { } memory)
            _parts.Add(NewPart(memory));
        _buffer = new SegmentBuffer(Options);
    }

    private void Join(int first, int count)
    {
        var joined = SegmentMerger.Merge([.. _parts.Skip(first).Take(count).Select(p => (p.Segment, p.Live))], Options.Positions);
        _parts.RemoveRange(first, count);
        if (joined is not null)
            _parts.Insert(first, NewPart(joined));
    }

    private static IndexPart NewPart(SegmentMemory memory)
    {
        var segment = new Segment(memory, "in memory");
        return new IndexPart(segment, LiveDocuments.All(segment.DocumentCount), null, null);
    }

    private LexicalSnapshot Publish() => _current = new LexicalSnapshot(Options, [.. _parts.Select(p => (p.Segment, p.Live))]);

    private void Persist()
    {
        if (_directory is null)
            return;
        for (var p = 0; p < _parts.Count; p++)
            _parts[p] = Persist(_parts[p]);
        Publish();
        var manifest = new IndexManifest
        {
            K1 = Options.K1,
            Positions = Options.Positions,
            Analyzer = Options.Analyzer.Signature,
            Fields = Options.Fields,
            NextFile = _nextFile,
            Segments = [.. _parts.Select(p => new IndexSegmentFile(p.File!, p.LiveFile))],
        };
        _directory.Write(IndexDirectory.Manifest, [manifest.ToBytes()]);
        _directory.DeleteAllBut(Files());
    }

    private IndexPart Persist(IndexPart part)
    {
        if (part.File is null)
        {
            var name = FormattableString.Invariant($"{_nextFile++:d8}.segment");
            _directory!.Write(name, part.Segment.Memory.Pieces());
            var path = _directory.File(name);
            part = part with { File = name, Segment = new Segment(SegmentMemory.Map(path), path) };
        }

        if (part.LiveFile is null && part.Live.Count < part.Segment.DocumentCount)
        {
            var name = FormattableString.Invariant($"{_nextFile++:d8}.live");
            _directory!.Write(name, [LiveFile.ToBytes(part.Live)]);
            part = part with { LiveFile = name };
        }

        return part;
    }

    private HashSet<string> Files() => [.. _parts.SelectMany(p => new[] { p.File, p.LiveFile }).OfType<string>()];
}
