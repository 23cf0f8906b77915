using Bellwether.Data.Training;
using Bellwether.Features.Engine;
using Bellwether.Features.Windows;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Definitions;

/// <summary>Works out, for a list of features, what is kept per entity and in which order the numbers are made.</summary>
internal sealed class PlanBuilder<TRequest>
{
    private readonly Dictionary<string, EntityKey<TRequest>> _keys;
    private readonly List<StreamDefinition> _definitions;
    private readonly List<StreamPlanBuilder> _streams;
    private readonly FixedPointGrid _grid;
    private readonly int _version;
    private readonly List<(Func<TRequest, double> Read, int Target)> _requests = [];
    private readonly List<(Func<TRequest, double[], double> Combine, int Target)> _combinations = [];
    private readonly Dictionary<ExpressionNode<TRequest>, int> _targets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _named = new(StringComparer.Ordinal);
    private readonly List<int[]> _needs = [];

    public PlanBuilder(Dictionary<string, EntityKey<TRequest>> keys, List<StreamDefinition> streams, FixedPointGrid grid, int version)
    {
        (_keys, _definitions, _grid, _version) = (keys, streams, grid, version);
        _streams = streams.ConvertAll(s => new StreamPlanBuilder(s));
    }

    public FeaturePlan<TRequest> Build(IReadOnlyList<(string Name, FeatureExpression<TRequest> Expression, string Description)> features)
    {
        var specs = new List<FeatureSpec>();
        var outputs = new List<int>();
        foreach (var (name, expression, description) in features)
        {
            var target = TargetOf(expression.Node, name);
            outputs.Add(target);
            _named.Add(name, target);
            specs.Add(new FeatureSpec(name, expression.Node is RequestExpression<TRequest> r ? r.Kind : FeatureKind.Numeric, description));
        }

        var names = _definitions.Where((_, i) => _streams[i].Used).Select(d => d.Entity).Distinct(StringComparer.Ordinal).ToList();
        var places = PlacesOfDistincts(names);
        return new FeaturePlan<TRequest>
        {
            Schema = new FeatureSchema(specs),
            Entities = [.. names.Select(Entity)],
            Requests = [.. _requests],
            Combinations = [.. _combinations],
            Outputs = [.. outputs],
            Distincts = [.. outputs.Select(o => Closure(o).Where(places.ContainsKey).Select(t => places[t]).ToArray())],
            Numbers = _needs.Count,
            Fingerprint = Fingerprint(),
        };
    }

    private int TargetOf(ExpressionNode<TRequest> node, string feature)
    {
        if (_targets.TryGetValue(node, out var known))
            return known;
        var target = node switch
        {
            WindowExpression<TRequest> window => StreamOf(window, feature).TargetOf(window, () => NewTarget()),
            RequestExpression<TRequest> request => AddRequest(request.Read),
            RateExpression<TRequest> rate => AddRate(rate, feature),
            CombinedExpression<TRequest> combined => AddCombination(combined, feature),
            _ => throw new InvalidOperationException($"There is no plan for {node.GetType().Name}."),
        };
        _targets.Add(node, target);
        return target;
    }

    private int AddRequest(Func<TRequest, double> read)
    {
        var target = NewTarget();
        _requests.Add((read, target));
        return target;
    }

    private int AddRate(RateExpression<TRequest> rate, string feature)
    {
        var (above, below) = (TargetOf(rate.Numerator, feature), TargetOf(rate.Denominator, feature));
        var (prior, weight) = (rate.PriorRate * rate.PriorWeight, rate.PriorWeight);
        var target = NewTarget(above, below);
        _combinations.Add(((_, values) => (values[above] + prior) / (values[below] + weight), target));
        return target;
    }

    private int AddCombination(CombinedExpression<TRequest> combined, string feature)
    {
        var needs = new List<int>();
        int Need(int target)
        {
            needs.Add(target);
            return target;
        }

        var combine = CombinationRewriter<TRequest>.Compile(feature, combined.Lambda,
            expression => Need(TargetOf(expression.Node, feature)),
            name => _named.TryGetValue(name, out var target)
                ? Need(target)
                : throw new ArgumentException($"The combination '{feature}' must name features added before it, but '{name}' was not."));
        var made = NewTarget([.. needs]);
        _combinations.Add((combine, made));
        return made;
    }

    private int NewTarget(params int[] needs)
    {
        _needs.Add(needs);
        return _needs.Count - 1;
    }

    private StreamPlanBuilder StreamOf(WindowExpression<TRequest> window, string feature)
    {
        var index = _definitions.IndexOf(window.Stream);
        return index >= 0 ? _streams[index]
            : throw new ArgumentException($"The feature '{feature}' must be made of streams of this builder, but reads one of another builder.");
    }

    private EntityPlan<TRequest> Entity(string name)
    {
        var used = _streams.Where((s, i) => s.Used && _definitions[i].Entity == name).ToList();
        var streams = used.Select(s => s.Build(_grid)).ToArray();
        return new EntityPlan<TRequest>(name, _keys[name], streams, [.. used.SelectMany(s => s.Targets)], streams.Max(s => s.Layout.Memory));
    }

    private Dictionary<int, (int Entity, int Stream, int Window)> PlacesOfDistincts(List<string> names)
    {
        var places = new Dictionary<int, (int, int, int)>();
        for (var entity = 0; entity < names.Count; entity++)
        {
            var used = _streams.Where((s, i) => s.Used && _definitions[i].Entity == names[entity]).ToList();
            for (var stream = 0; stream < used.Count; stream++)
                foreach (var target in used[stream].Targets)
                    if (used[stream].DistinctWindow(target) is >= 0 and var window)
                        places.Add(target, (entity, stream, window));
        }

        return places;
    }

    private HashSet<int> Closure(int target)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([target]);
        while (open.TryPop(out var next))
            if (seen.Add(next))
                foreach (var need in _needs[next])
                    open.Push(need);
        return seen;
    }

    private ulong Fingerprint()
    {
        var hash = StableHash.Of((ulong)_version, (ulong)_grid.FractionBits);
        foreach (var stream in _streams)
            if (stream.Used)
                hash = stream.Fingerprint(hash);
        return hash;
    }
}
