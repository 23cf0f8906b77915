using Bellwether.Data.Events;
using Bellwether.Data.Training;

namespace Bellwether.Serving.Pipeline;

/// <summary>The features of a running system: the source, the lock under which it is read and written, and the watermark that says
/// which prefix of the log its state stands for.</summary>
/// <remarks>Safe for concurrent use. A vector and its watermark are read together, so that the vector can be derived again.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <param name="source">The engine; used by nobody else from now on.</param>
public sealed class FeatureState<TRequest>(IFeatureSource<TRequest> source)
{
    private readonly Lock _gate = new();
    private long _applied, _faults;

    /// <summary>The features, in order.</summary>
    public FeatureSchema Schema => source.Schema;

    /// <summary>The place in the log up to which facts have been applied.</summary>
    public long AppliedSequence => Interlocked.Read(ref _applied);

    /// <summary>How many facts the source refused by an exception; they count as applied.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Whether the state can be saved.</summary>
    public bool CanSave => source is IFeatureSnapshot;

    /// <summary>Computes the features (d) of a request.</summary>
    /// <returns>The watermark: <see cref="AppliedSequence"/> at that moment.</returns>
    public long Compute(TRequest request, Span<double> features)
    {
        lock (_gate)
        {
            source.Compute(request, features);
            return _applied;
        }
    }

    /// <summary>Applies the fact at one place in the log; a place that was applied before is skipped.</summary>
    /// <param name="sequence">The place; places must come in ascending order.</param>
    /// <param name="fact">The fact; null when the place holds nothing that features are made of.</param>
    public void Apply(long sequence, IEvent? fact)
    {
        lock (_gate)
        {
            if (sequence <= _applied)
                return;
            Interlocked.Exchange(ref _applied, sequence);
            if (fact is null)
                return;
            try
            {
                source.Apply(fact);
            }
            catch (Exception)
            {
                // The log is the truth: a fact that the engine cannot take must not stop those behind it.
                Interlocked.Increment(ref _faults);
            }
        }
    }

    /// <summary>The state with its watermark. Decisions wait meanwhile.</summary>
    /// <exception cref="NotSupportedException">The source cannot be saved: see <see cref="CanSave"/>.</exception>
    public (long Sequence, byte[] State) Save()
    {
        lock (_gate)
            return (_applied, Saved().Save());
    }

    /// <summary>Replaces the state by a saved one.</summary>
    /// <exception cref="FormatException">The bytes are of another version; nothing changed.</exception>
    /// <exception cref="NotSupportedException">The source cannot be saved: see <see cref="CanSave"/>.</exception>
    public void Restore(long sequence, ReadOnlyMemory<byte> state)
    {
        lock (_gate)
        {
            Saved().Restore(state);
            Interlocked.Exchange(ref _applied, sequence);
        }
    }

    private IFeatureSnapshot Saved() => source as IFeatureSnapshot
        ?? throw new NotSupportedException($"The feature source {source.GetType().Name} must implement {nameof(IFeatureSnapshot)} to be saved, but does not.");
}
