namespace Bellwether.Data.Importing;

/// <summary>Rows of a file are no events of the type; the message lists them.</summary>
public sealed class ImportException : IOException
{
    internal ImportException(string path, IReadOnlyList<RejectedRow> rejected, bool more)
        : base($"{path}: {(more ? "at least " : "")}{rejected.Count} rows cannot be imported:\n  "
            + string.Join("\n  ", rejected.Select(r => FormattableString.Invariant($"row {r.Row}, '{r.Column}': {r.Reason}")))
            + "\nCorrect the file or the mapping, or choose to skip such rows.") => Rejected = rejected;

    /// <summary>The rows.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; }
}
