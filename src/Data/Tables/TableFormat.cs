namespace Bellwether.Data.Tables;

/// <summary>The format of a table file. A name that ends in <c>.gz</c> is compressed, in every format but Parquet.</summary>
public enum TableFormat
{
    /// <summary>By the file's name: .csv, .tsv, .jsonl or .ndjson, .parquet.</summary>
    ByName,

    /// <summary>Values separated by commas (or what the sniffer finds).</summary>
    Csv,

    /// <summary>Values separated by tabs.</summary>
    Tsv,

    /// <summary>One JSON object per line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
