using Bellwether.Data.Events;
using Bellwether.Numerics;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Decisions;

/// <summary>Derives the vectors of logged decisions again, by replaying the log up to each decision's watermark, and compares them with
/// those logged, bit for bit: the proof that there is no skew between serving and training.</summary>
/// <remarks>Streams: the log is read once, a window ahead of the facts that are applied, because a decision stands behind the prefix it
/// was computed from. Decisions that stand further behind (they waited for the store) are derived in further passes, a batch each.
/// Missing values (NaN) are equal to each other, whatever their payload bits. Memory: the window and one batch.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
/// <param name="store">The log.</param>
/// <param name="facts">Reads what the log holds.</param>
/// <param name="newSource">Makes a feature source with empty state, one per pass.</param>
public sealed class VectorAudit<TRequest, TDecision>(
    IEventStore store, FactReader<TRequest, TDecision> facts, Func<IFeatureSource<TRequest>> newSource)
    where TRequest : class, IEvent
{
    private const int MostMismatches = 100;

    /// <summary>How many events the log is read ahead.</summary>
    public int Window { get; init => field = Require.Positive(value); } = 8192;

    /// <summary>How many late decisions one further pass derives.</summary>
    public int LateBatch { get; init => field = Require.Positive(value); } = 50_000;

    /// <summary>Audits the decisions in a range of the log; the facts before it are replayed all the same.</summary>
    /// <param name="afterSequence">Only decisions after this place.</param>
    /// <param name="upToSequence">Only decisions up to this place.</param>
    /// <param name="cancellationToken">Stops the audit.</param>
    /// <exception cref="EventStoreUnavailableException">The store cannot be read now.</exception>
    public async ValueTask<VectorAuditReport> RunAsync(long afterSequence = 0, long upToSequence = long.MaxValue, CancellationToken cancellationToken = default)
    {
        var tally = new Tally();
        var late = new Queue<long>();
        var end = Math.Min(upToSequence, store.LastSequence);
        await FirstPassAsync(afterSequence, end, tally, late, cancellationToken);
        while (late.Count > 0)
            await LatePassAsync(end, tally, late, cancellationToken);
        return new VectorAuditReport(tally.Decisions, tally.Equal, tally.NotComputed, tally.Unreadable, tally.Passes, tally.Mismatches);
    }

    private async ValueTask FirstPassAsync(long after, long end, Tally tally, Queue<long> late, CancellationToken cancellationToken)
    {
        var replay = new Replay(newSource(), facts, tally);
        var ahead = new Queue<StoredEvent>();
        await foreach (var stored in store.ReadAsync(new EventQuery { System = facts.System, UpToSequence = end }, cancellationToken))
        {
            ahead.Enqueue(stored);
            if (stored.Sequence > after && stored.Event.Type == FactTypes.Decision && !replay.TryAdd(stored))
                late.Enqueue(stored.Sequence);
            if (ahead.Count > Window)
                replay.Apply(ahead.Dequeue());
        }

        while (ahead.TryDequeue(out var stored))
            replay.Apply(stored);
        replay.Finish();
    }

    private async ValueTask LatePassAsync(long end, Tally tally, Queue<long> late, CancellationToken cancellationToken)
    {
        var replay = new Replay(newSource(), facts, tally);
        var wanted = new HashSet<long>();
        while (wanted.Count < LateBatch && late.TryDequeue(out var sequence))
            wanted.Add(sequence);
        var query = new EventQuery { System = facts.System, Types = [FactTypes.Decision], AfterSequence = wanted.Min() - 1, UpToSequence = wanted.Max() };
        await foreach (var stored in store.ReadAsync(query, cancellationToken))
            if (wanted.Contains(stored.Sequence))
                replay.TryAdd(stored);
        await foreach (var stored in store.ReadAsync(new EventQuery { System = facts.System, UpToSequence = end }, cancellationToken))
        {
            if (replay.IsDone)
                break;
            replay.Apply(stored);
        }

        replay.Finish();
    }

    private sealed class Tally
    {
        public long Decisions, Equal, NotComputed, Unreadable;
        public int Passes;
        public List<VectorMismatch> Mismatches = [];
    }

    private sealed class Replay
    {
        private readonly IFeatureSource<TRequest> _source;
        private readonly FactReader<TRequest, TDecision> _facts;
        private readonly Tally _tally;
        private readonly double[] _derived;
        private readonly PriorityQueue<(StoredEvent Stored, DecisionRecord<TRequest, TDecision> Record), (long Watermark, long Sequence)> _due = new();
        private long _applied;

        public Replay(IFeatureSource<TRequest> source, FactReader<TRequest, TDecision> facts, Tally tally)
        {
            _source = source;
            _facts = facts;
            _tally = tally;
            _derived = new double[source.Schema.Count];
            tally.Passes++;
        }

        public bool IsDone => _due.Count == 0;

        /// <summary>Takes a decision to be derived when its watermark is reached; false when that is already past.</summary>
        public bool TryAdd(StoredEvent stored)
        {
            DecisionRecord<TRequest, TDecision> record;
            try
            {
                record = _facts.Decisions.Read(stored.Event);
            }
            catch (Exception)
            {
                // Counted when the event is applied.
                return true;
            }

            if (record.Watermark < 0)
            {
                _tally.NotComputed++;
                return true;
            }

            if (record.Watermark < _applied)
                return false;
            _due.Enqueue((stored, record), (record.Watermark, stored.Sequence));
            return true;
        }

        public void Apply(StoredEvent stored)
        {
            DeriveBefore(stored.Sequence);
            _applied = stored.Sequence;
            IEvent? fact = null;
            try
            {
                fact = _facts.Read(stored.Event);
            }
            catch (Exception)
            {
                if (_tally.Passes == 1)
                    _tally.Unreadable++;
            }

            if (fact is null)
                return;
            try
            {
                _source.Apply(fact);
            }
            catch (Exception)
            {
                // As in serving: a fact that the engine refuses is passed over.
            }
        }

        public void Finish() => DeriveBefore(long.MaxValue);

        private void DeriveBefore(long sequence)
        {
            while (_due.TryPeek(out var decision, out var key) && key.Watermark < sequence)
            {
                _due.Dequeue();
                Compare(decision.Stored, decision.Record);
            }
        }

        private void Compare(StoredEvent stored, DecisionRecord<TRequest, TDecision> record)
        {
            _tally.Decisions++;
            _source.Compute(record.Request, _derived);
            var logged = record.Vector.Span;
            for (var i = 0; i < Math.Max(logged.Length, _derived.Length); i++)
            {
                var was = i < logged.Length ? logged[i] : double.NaN;
                var now = i < _derived.Length ? _derived[i] : double.NaN;
                if (logged.Length == _derived.Length
                    && (BitConverter.DoubleToInt64Bits(was) == BitConverter.DoubleToInt64Bits(now) || (double.IsNaN(was) && double.IsNaN(now))))
                    continue;
                if (_tally.Mismatches.Count < MostMismatches)
                    _tally.Mismatches.Add(new VectorMismatch(record.Id, stored.Sequence, i < _derived.Length ? _source.Schema[i].Name : $"#{i}", was, now));
                return;
            }

            _tally.Equal++;
        }
    }
}
