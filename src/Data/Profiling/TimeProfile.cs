namespace Bellwether.Data.Profiling;

/// <summary>How a column of times runs from row to row.</summary>
/// <param name="Earliest">The earliest time.</param>
/// <param name="Latest">The latest time.</param>
/// <param name="ExpectedCadence">The median of the gaps between a time and the latest one before it.</param>
/// <param name="LargestGap">The largest such gap.</param>
/// <param name="LargestGapRow">The row after it.</param>
/// <param name="OutOfOrder">How many rows are earlier than a row before them.</param>
public sealed record TimeProfile(
    DateTimeOffset Earliest, DateTimeOffset Latest, TimeSpan ExpectedCadence, TimeSpan LargestGap, long LargestGapRow, long OutOfOrder);
