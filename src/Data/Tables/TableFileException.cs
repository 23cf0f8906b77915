using System.Globalization;

namespace Bellwether.Data.Tables;

/// <summary>A table file cannot be read or written.</summary>
public sealed class TableFileException : IOException
{
    /// <summary>What is wrong, and where as far as it is known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What must hold, what came, and what to do: whole sentences.</param>
    /// <param name="line">The line of the file, from 1, or null.</param>
    /// <param name="column">The column, or null.</param>
    /// <param name="inner">The cause.</param>
    public TableFileException(string path, string problem, long? line = null, string? column = null, Exception? inner = null)
        : base(path + (line is { } l ? string.Create(CultureInfo.InvariantCulture, $", line {l}") : "") + (column is null ? "" : $", column '{column}'") + ": " + problem, inner)
    {
        Path = path;
        Line = line;
        Column = column;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line of the file, from 1 and with the header; null when it is not known.</summary>
    public long? Line { get; }

    /// <summary>The column; null when it is not known.</summary>
    public string? Column { get; }
}
