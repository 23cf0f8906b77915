using Bellwether.Data.Events;

namespace Bellwether.Serving.Decisions;

/// <summary>Tells several observers of outcomes; one that throws keeps none of the others from hearing.</summary>
internal sealed class ObserverSet<TRequest, TDecision>(IReadOnlyList<IDecisionObserver<TRequest, TDecision>> observers) : IDecisionObserver<TRequest, TDecision>
    where TRequest : class, IEvent
{
    private long _faults;

    public long Faults => Interlocked.Read(ref _faults);

    public void OnOutcome(DecisionRecord<TRequest, TDecision> record, double label, DateTimeOffset outcomeTime)
    {
        foreach (var observer in observers)
        {
            try
            {
                observer.OnOutcome(record, label, outcomeTime);
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _faults);
            }
        }
    }
}
