using System.Text.Json;
using Bellwether.Data.Events;
using Bellwether.Numerics.Sketches;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Hosting;

/// <summary>Writes the state of a running system as one JSON object.</summary>
internal static class SystemDescription
{
    public static byte[] Write<TRequest, TDecision>(
        IServedSystem system, DecisionPipeline<TRequest, TDecision> pipeline, OutcomeJoin<TRequest, TDecision> join, IDecisionLog log,
        FeatureState<TRequest> features, long unreadable, long outcomeFaults, string? backgroundFault, RolloutController? rollout, IReadOnlyList<string> alerts)
        where TRequest : class, IEvent
    {
        var pen = JsonPen.OfThread;
        var writer = pen.Begin();
        writer.WriteStartObject();
        writer.WriteString("name", system.Name);
        writer.WriteBoolean("ready", system.IsReady);
        WriteArms(writer, pipeline.Arms);
        writer.WriteStartArray("models");
        foreach (var model in system.Models)
        {
            writer.WriteStartObject();
            writer.WriteString("version", model.Version);
            writer.WriteStartArray("aliases");
            foreach (var alias in model.Aliases)
                writer.WriteStringValue(alias);
            writer.WriteEndArray();
            writer.WriteString("format", model.Model.Format);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteRollout(writer, rollout);
        WriteDecisions(writer, pipeline, outcomeFaults);
        WriteLatencies(writer, pipeline);
        writer.WriteStartObject("log");
        writer.WriteNumber("applied", features.AppliedSequence);
        writer.WriteNumber("backlog", log.Backlog);
        writer.WriteNumber("lost", log.Lost);
        writer.WriteNumber("unreadable", unreadable);
        writer.WriteNumber("refused", features.Faults);
        writer.WriteEndObject();
        writer.WriteStartObject("outcomes");
        writer.WriteNumber("waiting", join.Waiting);
        writer.WriteNumber("joined", join.Joined);
        writer.WriteNumber("unmatched", join.Unmatched);
        writer.WriteNumber("dropped", join.Dropped);
        writer.WriteEndObject();
        writer.WriteString("backgroundFault", backgroundFault);
        writer.WriteStartArray("alerts");
        foreach (var alert in alerts)
            writer.WriteStringValue(alert);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return pen.End();
    }

    private static void WriteArms(Utf8JsonWriter writer, ArmPlan plan)
    {
        writer.WriteStartArray("arms");
        WriteArm(writer, plan.Control, plan.ControlShare, shadow: false);
        foreach (var arm in plan.Others)
            WriteArm(writer, arm, arm.Share, shadow: false);
        foreach (var arm in plan.Shadows)
            WriteArm(writer, arm, 0, shadow: true);
        writer.WriteEndArray();
    }

    private static void WriteArm(Utf8JsonWriter writer, Arm arm, double share, bool shadow)
    {
        writer.WriteStartObject();
        writer.WriteString("name", arm.Name);
        writer.WriteNumber("share", share);
        writer.WriteBoolean("shadow", shadow);
        if (arm.Model is { } model)
            writer.WriteString("model", model.Version);
        else
            writer.WriteNull("model");
        writer.WriteEndObject();
    }

    private static void WriteRollout(Utf8JsonWriter writer, RolloutController? rollout)
    {
        if (rollout is null)
        {
            writer.WriteNull("rollout");
            return;
        }

        writer.WriteStartObject("rollout");
        writer.WriteString("candidate", rollout.Candidate);
        writer.WriteString("control", rollout.Control);
        writer.WriteString("state", rollout.State switch { RolloutState.Running => "running", RolloutState.Completed => "completed", _ => "rolled back" });
        writer.WriteString("step", rollout.Stage?.Name);
        writer.WriteNumber("share", rollout.Share);
        writer.WriteStartArray("history");
        foreach (var step in rollout.History)
        {
            writer.WriteStartObject();
            writer.WriteString("version", step.Candidate);
            writer.WriteString("step", step.Step);
            writer.WriteString("outcome", step.Outcome);
            writer.WriteString("reason", step.Reason);
            writer.WriteString("at", step.Time.UtcDateTime);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDecisions<TRequest, TDecision>(Utf8JsonWriter writer, DecisionPipeline<TRequest, TDecision> pipeline, long outcomeFaults)
        where TRequest : class, IEvent
    {
        var counts = pipeline.Counts;
        writer.WriteStartObject("decisions");
        writer.WriteNumber("count", counts.Sum(c => c.Count));
        writer.WriteStartObject("byArm");
        foreach (var arm in counts.GroupBy(c => c.Arm))
            writer.WriteNumber(arm.Key, arm.Sum(c => c.Count));
        writer.WriteEndObject();
        writer.WriteStartObject("byLevel");
        foreach (var level in counts.GroupBy(c => c.Level))
            writer.WriteNumber(level.Key, level.Sum(c => c.Count));
        writer.WriteEndObject();
        writer.WriteNumber("shadowDropped", pipeline.ShadowDropped);
        writer.WriteNumber("overruns", pipeline.Overruns);
        writer.WriteNumber("observerFaults", pipeline.ObserverFaults + outcomeFaults);
        writer.WriteEndObject();
    }

    private static void WriteLatencies<TRequest, TDecision>(Utf8JsonWriter writer, DecisionPipeline<TRequest, TDecision> pipeline)
        where TRequest : class, IEvent
    {
        writer.WriteStartObject("latencies");
        foreach (var stage in Enum.GetValues<DecisionStage>())
        {
            writer.WriteStartObject(stage.ToString().ToLowerInvariant());
            WriteLatency(writer, pipeline.LatencyOf(stage));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("levels");
        foreach (var level in pipeline.Levels)
        {
            writer.WriteStartObject();
            writer.WriteString("name", level.Name);
            writer.WriteString("version", level.Version);
            writer.WriteBoolean("open", level.IsOpen);
            writer.WriteNumber("opened", level.Opened);
            writer.WriteNumber("failures", level.Failures);
            WriteLatency(writer, level.Latency);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteLatency(Utf8JsonWriter writer, LatencyHistogram latency)
    {
        writer.WriteNumber("count", latency.Count);
        writer.WriteNumber("p50Us", latency.QuantileNanoseconds(0.5) / 1_000.0);
        writer.WriteNumber("p95Us", latency.QuantileNanoseconds(0.95) / 1_000.0);
        writer.WriteNumber("p99Us", latency.QuantileNanoseconds(0.99) / 1_000.0);
    }
}
