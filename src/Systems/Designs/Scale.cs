using Bellwether.Numerics;

namespace Bellwether.Systems.Designs;

/// <summary>How much the system has to carry.</summary>
/// <param name="Users">People it serves.</param>
/// <param name="RequestsPerSecond">Decisions per second on average.</param>
/// <param name="PeakFactor">How many times the average the peak is.</param>
public sealed record Scale(long Users, double RequestsPerSecond, double PeakFactor = 3)
{
    /// <summary>Decisions per second at the peak.</summary>
    public double PeakRequestsPerSecond => Require.Positive(RequestsPerSecond) * Require.Positive(PeakFactor);
}
