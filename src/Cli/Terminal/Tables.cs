using Spectre.Console;

namespace Bellwether.Cli.Terminal;

/// <summary>Plain tables for terminals and pipes.</summary>
internal static class Tables
{
    public static Table New(string title, params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        return table;
    }

    public static void Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(c => new Text(c))]);
}
