using Bellwether.Data.Training;

namespace Bellwether.Serving.Pipeline;

/// <summary>An arm plan with its models made ready; replaced as a whole by one assignment. Levels that stay keep their breakers and
/// latencies.</summary>
internal sealed class RunningPlan
{
    private readonly RunningArm _control;
    private readonly RunningArm[] _others;

    public RunningPlan(ArmPlan arms, IReadOnlyList<CascadeLevel> fallbacks, FeatureSchema schema, PipelineTiming timing, RunningPlan? before)
    {
        Arms = arms;
        var known = (before?.Levels ?? []).ToDictionary(l => (l.Name, l.Version, l.Model.Model));
        var levels = new List<ScoringLevel>();
        ScoringLevel LevelOf(string name, Hosting.ServedModel model)
        {
            var key = (name, model.Version, model.Model);
            if (!known.TryGetValue(key, out var level))
                known[key] = level = new ScoringLevel(name, model, schema, timing);
            if (!levels.Contains(level))
                levels.Add(level);
            return level;
        }

        var shared = fallbacks.Select(f => LevelOf(f.Name, f.Model)).ToArray();
        RunningArm RunningOf(Arm arm) => arm.Model is null
            ? new RunningArm(arm.Name, shared, HasModel: false)
            : new RunningArm(arm.Name, [LevelOf(CascadeLevel.ArmLevel, arm.Model), .. shared], HasModel: true);
        _control = RunningOf(arms.Control);
        _others = [.. arms.Others.Select(RunningOf)];
        Shadows = [.. arms.Shadows.Where(a => a.Model is not null).Select(a => LevelOf(a.Name, a.Model!))];
        Levels = levels;
    }

    public ArmPlan Arms { get; }

    public ScoringLevel[] Shadows { get; }

    public IReadOnlyList<ScoringLevel> Levels { get; }

    /// <summary>Whether some unit can be answered by a model now.</summary>
    public bool IsReady => _control.Levels.Concat(_others.SelectMany(a => a.Levels)).Any(l => !l.IsOpen);

    public RunningArm Assign(string unit, out double propensity) => Arms.Assign(unit, out propensity) is var place && place < 0 ? _control : _others[place];
}
