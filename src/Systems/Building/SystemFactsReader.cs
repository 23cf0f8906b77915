using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Systems.Documents;

namespace Bellwether.Systems.Building;

/// <summary>Reads off a definition what the document says of it.</summary>
internal static class SystemFactsReader
{
    public static SystemFacts Of<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> definition)
        where TRequest : class, IEvent
        where TDecision : notnull
    {
        var (timing, monitor) = (definition.Timing, definition.Monitor);
        return new SystemFacts
        {
            RequestType = typeof(TRequest).Name,
            RequestFields = EventContract<TRequest>.Instance.Fields,
            EventTypes = [.. definition.Contracts.Select(c => c.TypeName)],
            Label = $"told by {string.Join(" and ", definition.Label.Select(l => $"`{l.Contract.TypeName}`"))} within {Figures.Duration(timing.Within)}; rows are judged on from {Figures.Duration(timing.MatureAfter)} of age"
                + (timing.AbsentMeans is { } absent ? $", where none came the label is {Figures.Number(absent)}." : ", where none came the row is left out."),
            Features = definition.Features.Schema,
            Ladder = [.. definition.Ladder.Select(r => r.Name)],
            Decision = definition.Decision + (definition.Exploration is { Share: > 0 } draw ? FormattableString.Invariant($"; {draw.Share * 100:0.##} % of requests, drawn by hash, are decided so that the truth can be seen.") : "."),
            Cascade = ["the arm's model", definition.Ladder[0].Name, definition.Fallback],
            Rollout = definition.Rollout.InWords,
            Monitors =
            [
                $"drift of every feature and of the score against the training reference (population stability index over {Figures.Duration(monitor.Window)}, alert above {Figures.Number(monitor.DriftLimit)} for most features at once or the score)",
                "missing rates and unseen categories of every feature",
                FormattableString.Invariant($"the loss that labels reveal per day, alert above {monitor.LossFactor:0.##} times its reference; it retrains"),
                "model quality on delayed labels",
                $"latency, error rate, cascade level, freshness; service level: {definition.Design.Availability * 100:0.###} % answered by a model, p99 within {Figures.Duration(definition.Design.Latency.P99)}",
            ],
        };
    }
}
