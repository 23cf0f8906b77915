namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>Error kinds from texts, for the calls of the C API that give no kind: DuckDB begins every message with it.</summary>
internal static class DuckDbErrors
{
    private static readonly (string Prefix, DuckDbErrorKind Kind)[] s_prefixes =
    [
        ("FATAL Error", DuckDbErrorKind.Fatal), ("INTERNAL Error", DuckDbErrorKind.Internal), ("Parser Error", DuckDbErrorKind.Parser),
        ("Binder Error", DuckDbErrorKind.Binder), ("Catalog Error", DuckDbErrorKind.Catalog), ("IO Error", DuckDbErrorKind.Io),
        ("Invalid Input Error", DuckDbErrorKind.InvalidInput), ("Conversion Error", DuckDbErrorKind.Conversion),
        ("Constraint Error", DuckDbErrorKind.Constraint), ("Transaction Error", DuckDbErrorKind.Transaction),
        ("TransactionContext Error", DuckDbErrorKind.Transaction), ("Out of Memory Error", DuckDbErrorKind.OutOfMemory),
        ("Permission Error", DuckDbErrorKind.Permission), ("Not implemented Error", DuckDbErrorKind.NotImplemented),
        ("Out of Range Error", DuckDbErrorKind.OutOfRange), ("INTERRUPT Error", DuckDbErrorKind.Interrupt),
        ("Missing Extension Error", DuckDbErrorKind.MissingExtension), ("Connection Error", DuckDbErrorKind.Connection),
        ("Invalid Configuration Error", DuckDbErrorKind.InvalidConfiguration),
    ];

    public static DuckDbErrorKind KindOf(string message, DuckDbErrorKind otherwise)
    {
        foreach (var (prefix, kind) in s_prefixes)
            if (message.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return kind;
        return otherwise;
    }
}
