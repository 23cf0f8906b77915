namespace Bellwether.Retrieval.Lexical.Writing;

/// <summary>The moments at which a process can die while it commits: tests stop it at each.</summary>
internal enum IndexStep
{
    /// <summary>A file is about to be written.</summary>
    Begin,

    /// <summary>Half of its bytes are written.</summary>
    HalfWritten,

    /// <summary>All bytes are written, not yet flushed.</summary>
    Written,

    /// <summary>All bytes are on the disk, under a name that nobody reads.</summary>
    Flushed,

    /// <summary>The file has its name.</summary>
    Renamed,

    /// <summary>A file that no manifest names is about to be deleted.</summary>
    Delete,
}
