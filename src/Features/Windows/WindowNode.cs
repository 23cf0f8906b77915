namespace Bellwether.Features.Windows;

/// <summary>One number to read from a stream of one entity.</summary>
/// <param name="Aggregate">What to read.</param>
/// <param name="Channel">The numeric or name channel in its layout; -1 where the events themselves are meant.</param>
/// <param name="Window">Index of the window in its stream; -1 where <paramref name="Within"/> is meant.</param>
/// <param name="Within">The reach of Last, SinceLast and Decayed in microseconds.</param>
/// <param name="Decay">Index of the half-life in the channel.</param>
/// <param name="Target">Where the number goes.</param>
internal readonly record struct WindowNode(Aggregate Aggregate, int Channel, int Window, long Within, int Decay, int Target)
{
    /// <summary>What is read when there is nothing in the window.</summary>
    public double Empty => Aggregate is Aggregate.Count or Aggregate.Sum or Aggregate.Distinct or Aggregate.Decayed ? 0 : double.NaN;
}
