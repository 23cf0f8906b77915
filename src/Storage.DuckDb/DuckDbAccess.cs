namespace Bellwether.Storage.DuckDb;

/// <summary>How a database file is opened.</summary>
public enum DuckDbAccess
{
    /// <summary>For reading and writing; the file is made when there is none. One process at a time.</summary>
    ReadWrite,

    /// <summary>For reading only; several processes may, as long as none writes.</summary>
    ReadOnly,
}
