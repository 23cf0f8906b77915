using Bellwether.Data.Events;

namespace Bellwether.Serving.Decisions;

/// <summary>Puts decisions and shadow scores into an outcome join as they are made.</summary>
internal sealed class JoinFeed<TRequest, TDecision>(OutcomeJoin<TRequest, TDecision> join) : IDecisionObserver<TRequest, TDecision>
    where TRequest : class, IEvent
{
    public void OnDecision(DecisionRecord<TRequest, TDecision> record) => join.Add(record);

    public void OnShadow(ShadowScore score) => join.Add(score);
}
