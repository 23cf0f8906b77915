namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>Finds the first word of each statement in a text, past comments and quotes: DuckDB tells that a statement controls the
/// transaction, but not whether it begins, commits or rolls back.</summary>
internal static class StatementText
{
    public static IReadOnlyList<string> FirstWords(string sql)
    {
        var words = new List<string>();
        var seen = false;
        for (var i = 0; i < sql.Length; i++)
        {
            var next = SkipQuotedOrComment(sql, i, out var quoted);
            if (next > i)
            {
                if (quoted && !seen)
                    words.Add("");
                seen |= quoted;
                i = next - 1;
                continue;
            }

            if (sql[i] == ';')
                seen = false;
            else if (!char.IsWhiteSpace(sql[i]) && !seen)
            {
                seen = true;
                var start = i;
                while (i + 1 < sql.Length && char.IsAsciiLetter(sql[i + 1]))
                    i++;
                words.Add(sql[start..(i + 1)].ToUpperInvariant());
            }
        }

        return words;
    }

    public static TransactionVerb VerbOf(string word) => word switch
    {
        "BEGIN" or "START" => TransactionVerb.Begin,
        "COMMIT" or "END" => TransactionVerb.Commit,
        "ROLLBACK" or "ABORT" => TransactionVerb.Rollback,
        _ => TransactionVerb.None,
    };

    private static int SkipQuotedOrComment(string sql, int i, out bool quoted)
    {
        quoted = sql[i] is '\'' or '"' or '$';
        var rest = sql.AsSpan(i);
        if (sql[i] is '\'' or '"')
            return End(sql, i, sql[i].ToString(), 1);
        if (rest.StartsWith("--"))
            return End(sql, i, "\n", 2);
        if (rest.StartsWith("/*"))
            return End(sql, i, "*/", 2);
        if (sql[i] != '$')
            return i;
        // $$text$$ or $tag$text$tag$; $name and $1 are parameters and are passed over as ordinary characters.
        var close = 1;
        while (close < rest.Length && (char.IsAsciiLetterOrDigit(rest[close]) || rest[close] == '_'))
            close++;
        return close < rest.Length && rest[close] == '$' ? End(sql, i, rest[..(close + 1)].ToString(), close + 1) : i;
    }

    private static int End(string sql, int i, string closing, int opening)
    {
        var at = sql.IndexOf(closing, i + opening, StringComparison.Ordinal);
        return at < 0 ? sql.Length : at + closing.Length;
    }
}
