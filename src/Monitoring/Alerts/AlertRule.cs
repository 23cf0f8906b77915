using Bellwether.Numerics;

namespace Bellwether.Monitoring.Alerts;

/// <summary>When an alert is raised and when it is resolved.</summary>
/// <param name="Name">Unique on its board, e.g. <c>latency-high</c>.</param>
/// <param name="Signal">A signal's name, or a prefix that ends in <c>*</c>: then every signal of that prefix has an alert of its own.</param>
/// <param name="Comparison">On which side the signal is bad.</param>
/// <param name="Threshold">From where it is bad; finite.</param>
public sealed record AlertRule(string Name, string Signal, Comparison Comparison, double Threshold)
{
    /// <summary>Unique on its board; holds no slash.</summary>
    public string Name { get; init => field = WithoutSlash(value); } = WithoutSlash(Name);

    /// <summary>A signal's name, or a prefix that ends in <c>*</c>.</summary>
    public string Signal { get; init => field = Require.NotBlank(value); } = Require.NotBlank(Signal);

    /// <summary>From where the signal is bad.</summary>
    public double Threshold { get; init => field = Require.Finite(value); } = Require.Finite(Threshold);

    /// <summary>Where it is good again (hysteresis): a raised alert is resolved only when the signal passes this; the threshold when null.</summary>
    public double? ClearAt { get; init; }

    /// <summary>How long the signal must be bad at every evaluation before the alert is raised; zero by default.</summary>
    public TimeSpan For { get; init; }

    /// <summary>Signals that rest on fewer observations say nothing; 0 by default.</summary>
    public long MinimumCount { get; init; }

    /// <summary>How loud; a warning by default.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Warning;

    /// <summary>What to do when it is raised; nothing by default.</summary>
    public AlertAction Action { get; init; }

    internal bool Matches(string signal) =>
        Signal.EndsWith('*') ? signal.AsSpan().StartsWith(Signal.AsSpan(0, Signal.Length - 1), StringComparison.Ordinal) : signal == Signal;

    private static string WithoutSlash(string name) =>
        Require.NotBlank(name).Contains('/') ? throw new ArgumentException($"A rule's name must not hold a slash, but is '{name}'.", nameof(name)) : name;

    internal bool IsBad(double value) => Comparison == Comparison.Above ? value >= Threshold : value <= Threshold;

    internal bool IsGoodAgain(double value)
    {
        var clear = ClearAt ?? Threshold;
        return Comparison == Comparison.Above ? value < clear : value > clear;
    }
}
