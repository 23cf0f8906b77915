namespace Bellwether.Systems.Lifecycle;

/// <summary>Reports a share as one stage of a run.</summary>
internal sealed class StageProgress(IRunProgress progress, string stage) : IProgress<double>
{
    public void Report(double value) => progress.Report(stage, value);
}
