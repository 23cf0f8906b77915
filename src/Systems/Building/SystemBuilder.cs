using System.Linq.Expressions;
using Bellwether.Data.Events;
using Bellwether.Data.Importing;
using Bellwether.Data.Schema;
using Bellwether.Features.Definitions;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Simulation;
using Bellwether.Worlds;

namespace Bellwether.Systems.Building;

/// <summary>Collects the parts of a system. Handed to <c>Define</c>; not safe for concurrent use.</summary>
public sealed class SystemBuilder<TRequest, TDecision>
    where TRequest : class, IEvent
    where TDecision : notnull
{
    private readonly IReadOnlyList<string> _signalNames;
    private readonly FeatureSetBuilder<TRequest> _features = new();
    private readonly List<Measure<TRequest, TDecision>> _measures = [];
    private readonly List<Slice<TRequest>> _slices = [];
    private readonly List<LabelSource> _labels = [];
    private readonly List<IEventContract> _events = [];
    private readonly List<KnownFile> _knownFiles = [];
    private IReadOnlyList<string> _labelColumns = [];
    private Func<TRequest, double, IEvent?>? _told;
    private Func<TRequest, double, TDecision>? _best;
    private LabelTiming? _timing;
    private IReadOnlyList<Rung> _ladder = [];
    private (string Words, Func<TRequest, double, TDecision> Function)? _decide;
    private (string Words, Func<TRequest, TDecision> Function)? _otherwise;
    private Func<TDecision, bool> _reveals = _ => true;
    private Func<TRequest, TDecision, double, double>? _worth;
    private Func<TRequest, string> _unit = r => r.Id;
    private (Exploration Draw, Func<TRequest, TDecision> Decide)? _explore;
    private Func<WorldSettings, ISimulation<TRequest, TDecision>>? _world;

    internal SystemBuilder(IReadOnlyList<string> signalNames) => _signalNames = signalNames;

    /// <summary>How rollouts go.</summary>
    public RolloutSettings Rollout { get; set; } = new();

    /// <summary>What is watched, and when to retrain.</summary>
    public MonitorSettings Monitor { get; set; } = new();

    /// <summary>The requests of one kind of entity, e.g. of one card.</summary>
    public EventStream<TRequest, TRequest> Per(string entity, Func<TRequest, string?> key) => _features.Per(entity, key);

    /// <summary>The requests of one kind of pair, e.g. of one card at one merchant.</summary>
    public EventStream<TRequest, TRequest> Per(string entity, Func<TRequest, string?> first, Func<TRequest, string?> second) => _features.Per(entity, first, second);

    /// <summary>Adds a feature.</summary>
    public void Feature(string name, FeatureExpression<TRequest> expression, string description = "") => _features.Add(name, expression, description);

    /// <summary>Adds a feature read from the request alone.</summary>
    public void Feature(string name, Func<TRequest, double> value, string description = "") => _features.Add(name, value, description);

    /// <summary>Adds a feature read from the request alone; null is missing.</summary>
    public void Feature(string name, Func<TRequest, double?> value, string description = "") => _features.Add(name, _features.Request(value), description);

    /// <summary>Adds a feature made from the request and other numbers: between the brackets an expression or the name of a feature.</summary>
    public void Feature(string name, Expression<Func<TRequest, FeatureLookup<TRequest>, double>> combination, string description = "") =>
        _features.Add(name, combination, description);

    /// <summary>Adds a category read from the request; null is missing.</summary>
    public void Category(string name, Func<TRequest, string?> value, string description = "") => _features.Add(name, _features.Category(value), description);

    /// <summary>Adds one feature per signal that the data of the run brings along: a file's extra columns, a provider's scores.</summary>
    public void Signals(Func<TRequest, Signals?> signals) => _features.Signals(signals, _signalNames);

    /// <summary>Names an event type that is taken beside the requests and feeds features.</summary>
    public void Takes<TEvent>()
        where TEvent : class, IEvent => _events.Add(EventContract<TEvent>.Instance);

    /// <summary>Says when labels are known.</summary>
    public void Labels(LabelTiming timing) => _timing = timing;

    /// <summary>Names an event type that tells the label of an earlier request.</summary>
    /// <param name="requestId">The request it speaks of.</param>
    /// <param name="value">The label it tells; 1 when not given.</param>
    public void Label<TOutcome>(Func<TOutcome, string> requestId, Func<TOutcome, double>? value = null)
        where TOutcome : class, IEvent =>
        _labels.Add(new LabelSource(EventContract<TOutcome>.Instance, e => requestId((TOutcome)e), e => value is null ? 1 : value((TOutcome)e)));

    /// <summary>Names under which a file's column may carry the label.</summary>
    public void LabelColumns(params string[] names) => _labelColumns = names;

    /// <summary>A file that is known by its columns, and how its columns become fields; used when no mapping is given.</summary>
    /// <param name="name">What it is, for people.</param>
    /// <param name="mapping">In the inline form of <see cref="DataMapping"/>.</param>
    /// <param name="notes">What a reader of its figures must know.</param>
    public void KnowsFile(string name, string mapping, params string[] notes) => _knownFiles.Add(new KnownFile(name, DataMapping.Parse(mapping), notes));

    /// <summary>The event that tells a request's label, when a file gives the label beside the request: so that features made of outcomes
    /// are there in a replayed file too, from the moment at which the outcome would have been known.</summary>
    public void ToldInFiles(Func<TRequest, double, IEvent?> told) => _told = told;

    /// <summary>The decision of somebody who knows the label: the oracle of a replayed file.</summary>
    public void BestKnowing(Func<TRequest, double, TDecision> best) => _best = best;

    /// <summary>The rungs, from the simplest up; the first must do without training rows, for it decides from the first day.</summary>
    public void Ladder(params Rung[] rungs) => _ladder = rungs;

    /// <summary>How a score becomes a decision.</summary>
    /// <param name="inWords">The same in words, for the document.</param>
    /// <param name="decide">A pure function of the request and its score.</param>
    public void Decide(string inWords, Func<TRequest, double, TDecision> decide) => _decide = (inWords, decide);

    /// <summary>What is decided when no model can be asked.</summary>
    /// <param name="inWords">The same in words, for the document.</param>
    /// <param name="decide">A pure function of the request that cannot fail.</param>
    public void Otherwise(string inWords, Func<TRequest, TDecision> decide) => _otherwise = (inWords, decide);

    /// <summary>After which decisions the label can become known; after all of them when not said.</summary>
    public void RevealedBy(Func<TDecision, bool> reveals) => _reveals = reveals;

    /// <summary>Decides a small random share of requests in a way that lets the truth be seen.</summary>
    /// <param name="share">The share of requests, in [0, 0.5].</param>
    /// <param name="decide">The revealing decision.</param>
    public void Explore(double share, Func<TRequest, TDecision> decide) => _explore = (new Exploration(share, "explore"), decide);

    /// <summary>The key whose units keep their arm in a rollout, e.g. the card of a payment; the request itself when not said.</summary>
    public void Unit(Func<TRequest, string?> unit) => _unit = r => unit(r) ?? r.Id;

    /// <summary>What a decision is worth once the label is known, in the unit of the business: judges rollouts and files.</summary>
    public void Worth(Func<TRequest, TDecision, double, double> worth) => _worth = worth;

    /// <summary>How a business metric adds up: the sum over decisions of a part that depends on request, decision and true label.</summary>
    public void Total(string metric, Func<TRequest, TDecision, double, double> part) => _measures.Add(new(metric, part, null));

    /// <summary>How a business metric is made of two sums: the one over the other (times 100 where its unit is percent).</summary>
    public void Ratio(string metric, Func<TRequest, TDecision, double, double> part, Func<TRequest, TDecision, double, double> whole) =>
        _measures.Add(new(metric, part, whole));

    /// <summary>A way to cut requests into groups whose quality is looked at one by one.</summary>
    public void Slice(string name, Func<TRequest, string?> of) => _slices.Add(new(name, of));

    /// <summary>The simulated world that closes the loop.</summary>
    public void World<TWorld, TAsk, TAction, TTold>(WorldBinding<TWorld, TAsk, TAction, TTold, TRequest, TDecision> binding)
        where TWorld : IWorld<TAsk, TAction, TTold>
        where TAsk : class
        where TTold : class => _world = binding.Open;

    internal SystemDefinition<TRequest, TDecision> Build(Design design)
    {
        var complaints = new List<string>();
        void Check(bool good, string complaint)
        {
            if (!good)
                complaints.Add(complaint);
        }

        Check(_ladder.Count > 0, "It needs a ladder of at least one rung: call Ladder.");
        Check(_decide is not null, "It needs a decision: call Decide.");
        Check(_otherwise is not null, "It needs a decision for when no model can be asked: call Otherwise.");
        Check(_labels.Count > 0, "It needs a label: call Label.");
        Check(_timing is not null, "It must say when labels are known: call Labels.");
        Check(_best is not null, "It must say what somebody who knows the label would decide: call BestKnowing.");
        Check(_worth is not null, "It must say what a decision is worth: call Worth.");
        foreach (var metric in design.Business)
            Check(_measures.Exists(m => m.Metric == metric.Name), $"The business metric '{metric.Name}' must be computed: call Total or Ratio with its name.");
        foreach (var measure in _measures)
            Check(design.Business.Any(m => m.Name == measure.Metric), $"'{measure.Metric}' is computed, but the design does not name it under Business.");
        if (complaints.Count > 0)
            throw new SystemDefinitionException(design.Name, complaints);
        return new SystemDefinition<TRequest, TDecision>
        {
            Design = design,
            Features = _features.Build(),
            Label = _labels,
            Timing = _timing!,
            LabelColumns = _labelColumns,
            KnownFiles = _knownFiles,
            Told = _told,
            BestKnowing = _best!,
            OtherEvents = [.. _events.Where(e => _labels.TrueForAll(l => l.Contract.TypeName != e.TypeName))],
            Ladder = _ladder,
            Decision = _decide!.Value.Words,
            Decide = _decide.Value.Function,
            Fallback = _otherwise!.Value.Words,
            Otherwise = _otherwise.Value.Function,
            Reveals = _reveals,
            Exploration = _explore?.Draw,
            Explore = _explore?.Decide,
            Worth = _worth!,
            Unit = _unit,
            Measures = _measures,
            Slices = _slices,
            World = _world,
            Rollout = Rollout,
            Monitor = Monitor,
        };
    }
}
