using Bellwether.Numerics;

namespace Bellwether.Monitoring.Drift;

/// <summary>When a difference counts as drift. It must be significant, so that small windows raise no alarm, and large, so that big ones
/// do not alarm over trifles.</summary>
public sealed record DriftOptions
{
    /// <summary>How far back the live window looks; a day by default.</summary>
    public TimeSpan Window { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(1);

    /// <summary>In how many steps the window slides; 24 by default.</summary>
    public int Slots { get; init => field = Require.InRange(value, 2, 1_000); } = 24;

    /// <summary>The chance of any false verdict in one evaluation of all features, if rows are independent; 0.01 by default.</summary>
    public double Alpha { get; init => field = Require.InRange(value, 1e-12, 0.5); } = 0.01;

    /// <summary>No verdict below this many live rows; 200 by default.</summary>
    public int MinimumRows { get; init => field = Require.Positive(value); } = 200;

    /// <summary>The population stability index from which a shift is moderate; 0.1 by default.</summary>
    public double ModeratePsi { get; init => field = Require.NotNegative(value); } = 0.1;

    /// <summary>The population stability index from which a shift is drift; 0.2 by default.</summary>
    public double DriftedPsi { get; init => field = Require.NotNegative(value); } = 0.2;

    /// <summary>The change of the missing share, or of the unseen share, from which it is drift; 0.05 by default, half of it is moderate.</summary>
    public double DriftedShare { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.05;
}
