using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Living;

/// <summary>What is known about a version when it is kept.</summary>
/// <param name="Rung">The rung it came from.</param>
/// <param name="Seed">The seed of its fit.</param>
internal sealed record VersionNotes(string Rung, ulong Seed)
{
    /// <summary>The places of the log that it learned from.</summary>
    public (long First, long Last) Sequences { get; init; }

    /// <summary>The times that it learned from; null for a version that learned from nothing.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Times { get; init; }

    /// <summary>A hash over the rows that it learned from.</summary>
    public ulong RowsHash { get; init; }

    /// <summary>How many rows it learned from.</summary>
    public int Rows { get; init; }

    /// <summary>What it measured.</summary>
    public IReadOnlyList<FigureReport> Figures { get; init; } = [];

    /// <summary>The version that it is to replace.</summary>
    public string? Parent { get; init; }

    /// <summary>The recipe's options, in words.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>What the training rows looked like, as JSON, to hold live data against; null for a version that learned from nothing.</summary>
    public ReadOnlyMemory<byte>? Reference { get; init; }

    /// <summary>Why it was trained.</summary>
    public string Reason { get; init; } = "";
}
