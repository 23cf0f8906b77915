using Microsoft.Win32.SafeHandles;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>The write-ahead journal: segment files to which groups of records are appended, each group with one sync.</summary>
/// <remarks>What <see cref="Write"/> returned from is on disk; what it threw from is not, and will not come back. It repairs itself: after a
/// failed write the partial bytes are cut off, after a failed sync the file is never written again (its pages may be lost although a later sync
/// would succeed) and a new segment begins. One writer at a time; <see cref="DeleteUpTo"/> may run beside it.</remarks>
internal sealed class Journal : IDisposable
{
    private readonly string _directory;
    private readonly long _segmentBytes;
    private readonly Action<SafeFileHandle> _sync;
    private readonly Lock _gate = new();
    private readonly List<(string Path, long First)> _segments;
    private SafeFileHandle? _file;
    private long _position;
    private long _last;
    private bool _tailSuspect;

    /// <summary>Opens a recovered journal for writing: cuts off a torn tail.</summary>
    public Journal(string directory, JournalRecovery recovered, long drainedUpTo, long segmentBytes, Action<SafeFileHandle>? sync = null)
    {
        _directory = directory;
        _segmentBytes = segmentBytes;
        _sync = sync ?? RandomAccess.FlushToDisk;
        _segments = [.. recovered.Segments];
        _last = Math.Max(recovered.Last, drainedUpTo);
        if (_segments.Count > 0 && recovered.TailLength < JournalFormat.HeaderBytes)
        {
            File.Delete(_segments[^1].Path);
            _segments.RemoveAt(_segments.Count - 1);
        }
        else if (_segments.Count > 0)
        {
            _file = File.OpenHandle(_segments[^1].Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            _position = recovered.TailLength;
            if (recovered.TornBytes > 0)
            {
                RandomAccess.SetLength(_file, _position);
                _sync(_file);
            }

            // The database is ahead of the journal (its files were removed): nothing here is needed, and the next record does not follow.
            if (recovered.Last < drainedUpTo)
                CloseSegment();
        }
    }

    /// <summary>The last sequence that is durable.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>How many bytes all segments have together.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _segments.Sum(s => new FileInfo(s.Path) is { Exists: true } file ? file.Length : 0);
        }
    }

    /// <summary>Makes a group of records durable.</summary>
    /// <param name="records">Whole records with the sequences that follow <see cref="Last"/>.</param>
    /// <param name="lastSequence">The sequence of the last one.</param>
    /// <exception cref="IOException">They are not durable: no space, a device error. The next call tries anew.</exception>
    public void Write(ReadOnlySpan<byte> records, long lastSequence)
    {
        if (_tailSuspect)
            CutTail();
        if (_file is null || (_position >= _segmentBytes && _position > JournalFormat.HeaderBytes))
            BeginSegment();
        try
        {
            RandomAccess.Write(_file!, records, _position);
        }
        catch (Exception)
        {
            _tailSuspect = true;
            TryCutTail();
            throw;
        }

        try
        {
            _sync(_file!);
        }
        catch (Exception)
        {
            TryCutTail();
            CloseSegment();
            throw;
        }

        _position += records.Length;
        Volatile.Write(ref _last, lastSequence);
    }

    /// <summary>Deletes the segments that hold no event after a sequence; the open one stays.</summary>
    public void DeleteUpTo(long sequence)
    {
        lock (_gate)
        {
            while (_segments.Count > 1 && _segments[1].First <= sequence + 1)
            {
                File.Delete(_segments[0].Path);
                _segments.RemoveAt(0);
            }
        }
    }

    /// <summary>Closes the open segment.</summary>
    public void Dispose() => CloseSegment();

    private void BeginSegment()
    {
        CloseSegment();
        var first = Last + 1;
        var path = Path.Combine(_directory, JournalFormat.FileName(first));
        SafeFileHandle? file = null;
        try
        {
            // A file of this name can only hold records that were never acknowledged: everything acknowledged is below its name.
            file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
            RandomAccess.Write(file, JournalFormat.Header(first, first - 1), 0);
            _sync(file);
            JournalDirectory.Sync(_directory);
        }
        catch (Exception)
        {
            file?.Dispose();
            File.Delete(path);
            throw;
        }

        _file = file;
        _position = JournalFormat.HeaderBytes;
        lock (_gate)
        {
            _segments.RemoveAll(s => s.First == first);
            _segments.Add((path, first));
        }
    }

    private void CutTail()
    {
        RandomAccess.SetLength(_file!, _position);
        _sync(_file!);
        _tailSuspect = false;
    }

    private void TryCutTail()
    {
        try
        {
            CutTail();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The tail stays suspect: a later write cuts it, and recovery ignores what follows the last sequence that the next segment names.
        }
    }

    private void CloseSegment()
    {
        _file?.Dispose();
        _file = null;
        _tailSuspect = false;
    }
}
