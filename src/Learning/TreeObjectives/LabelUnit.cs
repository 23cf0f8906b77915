namespace Bellwether.Learning.TreeObjectives;

/// <summary>A unit in which labels are neither huge nor tiny.</summary>
internal static class LabelUnit
{
    /// <summary>1, or a power of two near the widest distance of a label from a centre when that is beyond 1e4 or below 1e-4.</summary>
    public static double Of(Targets targets, double centre)
    {
        var spread = 0.0;
        foreach (var label in targets.Labels)
            spread = Math.Max(spread, Math.Abs((label / 2) - (centre / 2)));
        return spread > 1e4 || (spread > 0 && spread < 1e-4) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(spread), -1000, 1000)) : 1;
    }
}
