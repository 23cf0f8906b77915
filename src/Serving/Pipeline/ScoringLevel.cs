using Bellwether.Data.Training;
using Bellwether.Numerics.Sketches;
using Bellwether.Serving.Hosting;

namespace Bellwether.Serving.Pipeline;

/// <summary>A model as it runs in a cascade: with its breaker, its budget, its thread for doubtful times, and its latencies.</summary>
internal sealed class ScoringLevel : IDisposable
{
    private readonly PipelineTiming _timing;
    private readonly CircuitBreaker _breaker;
    private readonly FeatureSchema _schema;
    private readonly Lock _gate = new();
    private HedgedScorer? _hedge;
    private long _failures;

    public ScoringLevel(string name, ServedModel model, FeatureSchema schema, PipelineTiming timing)
    {
        Name = name;
        Version = model.Version;
        Model = new SchemaProjection(model.Model, schema);
        _schema = schema;
        _timing = timing;
        _breaker = new CircuitBreaker(timing.Clock, timing.Breaker);
    }

    public string Name { get; }

    public string Version { get; }

    public SchemaProjection Model { get; }

    public LatencyHistogram Latency { get; } = new();

    public bool IsOpen => _breaker.IsOpen;

    public long Opened => _breaker.Opened;

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Looks for a score, and says in <c>why</c> why there is none.</summary>
    public bool TryScore(ReadOnlySpan<double> vector, out double score, out string? why)
    {
        score = double.NaN;
        if (!_breaker.TryEnter())
        {
            why = "breaker open";
            return false;
        }

        var start = _timing.Clock.GetTimestamp();
        var measured = _timing.Stopwatch.GetTimestamp();
        try
        {
            score = _timing.Hedge && _breaker.IsDoubtful ? Hedge().Predict(vector, _timing.Budgets.Score) : Model.Predict(vector);
            why = double.IsFinite(score) ? null : "the score was not finite";
        }
        catch (TimeoutException e)
        {
            why = e.Message;
        }
        catch (Exception e)
        {
            why = $"threw {e.GetType().Name}";
        }

        Latency.Record(_timing.Stopwatch.GetElapsedTime(measured));
        // A score that came late is used: throwing it away would not make the answer earlier. The breaker spares the next decisions.
        if (why is null && _timing.Clock.GetElapsedTime(start) <= _timing.Budgets.Score)
        {
            _breaker.Succeeded();
            return true;
        }

        _breaker.Failed();
        Interlocked.Increment(ref _failures);
        return why is null;
    }

    public void Dispose()
    {
        lock (_gate)
            _hedge?.Dispose();
    }

    private HedgedScorer Hedge()
    {
        lock (_gate)
            return _hedge ??= new HedgedScorer(Model, _schema.Count, $"hedge {Name} {Version}");
    }
}
