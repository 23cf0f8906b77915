namespace Bellwether.Systems.Reports;

/// <summary>What a run was fed.</summary>
/// <param name="Source">A file's name, or the world and its seed.</param>
/// <param name="Events">How many events.</param>
/// <param name="From">The first event's time.</param>
/// <param name="To">The last event's time.</param>
public sealed record DataReport(string Source, long Events, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>How training and judging rows were told apart, in words.</summary>
    public string Split { get; init; } = "";

    /// <summary>How columns became fields, line by line; empty for a world.</summary>
    public IReadOnlyList<string> Mapping { get; init; } = [];

    /// <summary>Rows of the labelled training set.</summary>
    public int TrainRows { get; init; }

    /// <summary>Rows on which rungs were compared.</summary>
    public int TestRows { get; init; }

    /// <summary>The mean label of the judging rows: the share of positives, or the mean target.</summary>
    public double LabelMean { get; init; }

    /// <summary>Things about the data that a reader of the figures must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
