using Bellwether.Data.Events;

namespace Bellwether.Serving.Decisions;

/// <summary>Watches decisions and what became of them: monitors and rollouts attach here.</summary>
/// <remarks>Called by many threads at once in a server. Must be fast; an exception is caught and counted, and changes no answer. The
/// record's vector is lent: copy what is to be kept.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
public interface IDecisionObserver<TRequest, TDecision>
    where TRequest : class, IEvent
{
    /// <summary>A decision was made and handed to the log.</summary>
    void OnDecision(DecisionRecord<TRequest, TDecision> record)
    {
    }

    /// <summary>The truth about a decision became known.</summary>
    /// <param name="record">The decision; its vector is empty unless the join keeps vectors.</param>
    /// <param name="label">The truth as a number.</param>
    /// <param name="outcomeTime">When it became known.</param>
    void OnOutcome(DecisionRecord<TRequest, TDecision> record, double label, DateTimeOffset outcomeTime)
    {
    }

    /// <summary>A shadow arm scored a decision that was answered before.</summary>
    void OnShadow(ShadowScore score)
    {
    }
}
