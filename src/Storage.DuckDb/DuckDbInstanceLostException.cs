using System.Data.Common;

namespace Bellwether.Storage.DuckDb;

/// <summary>DuckDB invalidated the whole instance (a FATAL or INTERNAL error, for instance a full disk during a checkpoint). Every
/// connection to it has been closed; what was acknowledged is in the file, and opening the database again brings it back.</summary>
public sealed class DuckDbInstanceLostException : DbException
{
    internal DuckDbInstanceLostException(string path, string message, DuckDbErrorKind kind, bool commitIsDurable)
        : base((commitIsDurable
            ? $"The commit is durable, but the instance of '{path}' must be reopened: DuckDB failed after the commit was written. Do not send the batch again without an idempotent id. "
            : $"The instance of '{path}' must be reopened: DuckDB invalidated it. Whether the statement that failed took effect must be looked up after reopening. ")
            + $"Cause: {message}")
    {
        Path = path;
        Kind = kind;
        CommitIsDurable = commitIsDurable;
    }

    internal DuckDbInstanceLostException(DuckDbInstanceLostException first)
        : base(first.Message, first)
    {
        Path = first.Path;
        Kind = first.Kind;
        CommitIsDurable = false;
    }

    /// <summary>The file of the database.</summary>
    public string Path { get; }

    /// <summary><see cref="DuckDbErrorKind.Fatal"/> or <see cref="DuckDbErrorKind.Internal"/>.</summary>
    public DuckDbErrorKind Kind { get; }

    /// <summary>Whether DuckDB said that the COMMIT which failed is nevertheless on disk. False means unknown: a large commit skips the log
    /// and is written by the checkpoint itself, so when that fails it is not there.</summary>
    public bool CommitIsDurable { get; }
}
