namespace Bellwether.Registry.Storage;

/// <summary>The moments at which a process can die while it writes a file: tests stop it at each.</summary>
internal enum FileStep
{
    /// <summary>Nothing was done yet.</summary>
    Begin,

    /// <summary>Half of the bytes are written.</summary>
    HalfWritten,

    /// <summary>All bytes are written, not yet flushed.</summary>
    Written,

    /// <summary>All bytes are on the disk, under a name that nobody reads.</summary>
    Flushed,

    /// <summary>The file has its name.</summary>
    Renamed,

    /// <summary>A file is about to be deleted.</summary>
    Delete,
}
