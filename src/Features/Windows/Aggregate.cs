namespace Bellwether.Features.Windows;

/// <summary>What is read from the events of one window.</summary>
internal enum Aggregate
{
    Count,
    Sum,
    Mean,
    StandardDeviation,
    Minimum,
    Maximum,
    Last,
    SinceLast,
    Decayed,
    Distinct,
}
