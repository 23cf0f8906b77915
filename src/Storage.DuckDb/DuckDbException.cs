using System.Data.Common;

namespace Bellwether.Storage.DuckDb;

/// <summary>DuckDB refused or failed a statement; the instance stays usable.</summary>
/// <remarks>Inside an explicit transaction any such error means that the transaction can only be rolled back: DuckDB itself would answer
/// a later COMMIT with success and roll back, so the adapter refuses that COMMIT.</remarks>
public sealed class DuckDbException : DbException
{
    /// <summary>An error of a kind.</summary>
    public DuckDbException(string message, DuckDbErrorKind kind, Exception? inner = null)
        : base(message, inner) => Kind = kind;

    /// <summary>What kind of error it is.</summary>
    public DuckDbErrorKind Kind { get; }

    /// <summary>Whether trying the same transaction again may succeed: two transactions changed the same row.</summary>
    public override bool IsTransient => Kind == DuckDbErrorKind.Transaction && Message.Contains("onflict", StringComparison.Ordinal);
}
