using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;
using Bellwether.Systems.Building;
using Bellwether.Systems.Living;

namespace Bellwether.Systems.Training;

/// <summary>The decisions of a log with the labels that are known by now, their vectors derived again by replay.</summary>
/// <remarks>Each vector is computed by the feature engine from exactly the prefix of the log that the decision stood on; a decision that
/// stands further behind than the replay keeps its logged vector, which the audit proves to be the same bits.</remarks>
internal sealed class LabelledHistory<TRequest, TDecision>
    where TRequest : class, IEvent
    where TDecision : notnull
{
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, (double Label, DateTimeOffset Time)> _labels = new(StringComparer.Ordinal);

    /// <summary>The decisions, in the order of the log.</summary>
    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>The first and the last place of the log that were read.</summary>
    public (long First, long Last) Range { get; private set; }

    /// <summary>The label of a decision, when one is known.</summary>
    public (double Label, DateTimeOffset Time)? LabelOf(string requestId) => _labels.TryGetValue(requestId, out var label) ? label : null;

    /// <summary>Reads a log from its beginning.</summary>
    /// <param name="store">The log.</param>
    /// <param name="facts">Reads what it holds.</param>
    /// <param name="definition">The system.</param>
    /// <param name="progress">Told the share of the log that was read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<LabelledHistory<TRequest, TDecision>> ReadAsync(
        IEventStore store, FactReader<TRequest, TDecision> facts, SystemDefinition<TRequest, TDecision> definition, Action<double> progress, CancellationToken cancellationToken)
    {
        var history = new LabelledHistory<TRequest, TDecision>();
        var replay = new Replay(new EngineFeatures<TRequest>(definition.Features));
        var end = Math.Max(1, store.LastSequence);
        long first = 0, last = 0;
        await foreach (var stored in store.ReadAsync(new EventQuery { System = facts.System, UpToSequence = store.LastSequence }, cancellationToken))
        {
            if (first == 0)
                first = stored.Sequence;
            last = stored.Sequence;
            if (stored.Sequence % 8192 == 0)
                progress((double)stored.Sequence / end);
            if (stored.Event.Type == FactTypes.Decision)
            {
                var record = facts.Decisions.Read(stored.Event);
                history._rows.Add(new Row(record.Request, record.Decision, record.Score, replay.VectorOf(record)));
                replay.Hold(stored.Sequence, record.Request);
            }
            else if (facts.Read(stored.Event) is { } fact)
            {
                if (definition.LabelOf(fact) is { } told)
                    history._labels[told.RequestId] = (told.Label, fact.Time);
                replay.Hold(stored.Sequence, fact);
            }
        }

        history.Range = (first, last);
        return history;
    }

    /// <summary>A decision with the vector that it stood on.</summary>
    public readonly record struct Row(TRequest Request, TDecision Decision, double Score, double[] Vector);

    /// <summary>Applies facts as late as possible, so that a decision can be computed from the prefix that it stood on.</summary>
    private sealed class Replay(IFeatureSource<TRequest> source)
    {
        private readonly Queue<(long Sequence, IEvent Fact)> _held = new();
        private long _applied;

        public void Hold(long sequence, IEvent fact) => _held.Enqueue((sequence, fact));

        public double[] VectorOf(DecisionRecord<TRequest, TDecision> record)
        {
            if (record.Watermark < _applied)
                return record.Vector.ToArray();
            while (_held.TryPeek(out var next) && next.Sequence <= record.Watermark)
            {
                source.Apply(next.Fact);
                _held.Dequeue();
            }

            _applied = record.Watermark;
            var vector = new double[source.Schema.Count];
            source.Compute(record.Request, vector);
            return vector;
        }
    }
}
