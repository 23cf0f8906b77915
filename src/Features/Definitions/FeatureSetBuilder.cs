using System.Linq.Expressions;
using Bellwether.Data.Events;
using Bellwether.Data.Training;
using Bellwether.Features.Engine;
using Bellwether.Features.Windows;
using Bellwether.Numerics;

namespace Bellwether.Features.Definitions;

/// <summary>Collects the features of a set, in the order of the vector. Not safe for concurrent use.</summary>
/// <typeparam name="TRequest">The event whose arrival asks for a vector.</typeparam>
public sealed class FeatureSetBuilder<TRequest>
    where TRequest : class, IEvent
{
    private readonly List<(string Name, FeatureExpression<TRequest> Expression, string Description)> _features = [];
    private readonly List<StreamDefinition> _streams = [];
    private readonly Dictionary<string, EntityKey<TRequest>> _keys = new(StringComparer.Ordinal);

    /// <summary>The grid on which values are summed: steps of 9.5e-7 up to 2.1e9 by default.</summary>
    public FixedPointGrid Grid { get; init; } = new();

    /// <summary>A number to raise when a selector changes its meaning: an engine's snapshot is refused by a set of another version.</summary>
    /// <remarks>Names, keys, windows and event types are compared anyway; what a selector computes cannot be.</remarks>
    public int Version { get; init => field = Require.NotNegative(value); }

    /// <summary>The requests of one kind of entity: all with the same key.</summary>
    /// <param name="name">E.g. <c>card</c>; with the same key again gives the same entity.</param>
    /// <param name="key">The entity's key in a request; null when it has none.</param>
    /// <exception cref="ArgumentException">The name is taken by an entity with another key.</exception>
    public EventStream<TRequest, TRequest> Per(string name, Func<TRequest, string?> key) => Per(name, new EntityKey<TRequest>(key, null));

    /// <summary>The requests of one kind of pair, such as a card at a merchant: all with the same two keys.</summary>
    /// <remarks>Costs less than a key joined of two texts: nothing is joined, and texts cannot run into each other.</remarks>
    /// <param name="name">E.g. <c>card at merchant</c>; with the same keys again gives the same entity.</param>
    /// <param name="first">The first part of the entity's key in a request; null when there is none.</param>
    /// <param name="second">The second part; null when there is none.</param>
    /// <exception cref="ArgumentException">The name is taken by an entity with another key.</exception>
    public EventStream<TRequest, TRequest> Per(string name, Func<TRequest, string?> first, Func<TRequest, string?> second) =>
        Per(name, new EntityKey<TRequest>(first, second));

    private EventStream<TRequest, TRequest> Per(string name, EntityKey<TRequest> key)
    {
        if (!_keys.TryAdd(Require.NotBlank(name), key) && !(SameCode.Equal(_keys[name].First, key.First) && SameCode.Equal(_keys[name].Second, key.Second)))
            throw new ArgumentException($"An entity's name must stand for one key, but '{name}' was given two different ones.", nameof(name));
        return new EventStream<TRequest, TRequest>(this, Stream(name, key));
    }

    /// <summary>A number read from the request alone.</summary>
    public FeatureExpression<TRequest> Request(Func<TRequest, double> value) => new(new RequestExpression<TRequest>(value, FeatureKind.Numeric));

    /// <summary>A number read from the request alone; null is missing.</summary>
    public FeatureExpression<TRequest> Request(Func<TRequest, double?> value) =>
        new(new RequestExpression<TRequest>(p => value(p) ?? double.NaN, FeatureKind.Numeric));

    /// <summary>A category read from the request, as <see cref="Category.Code"/>; null is missing.</summary>
    public FeatureExpression<TRequest> Category(Func<TRequest, string?> name) =>
        new(new RequestExpression<TRequest>(p => Data.Training.Category.Code(name(p)), FeatureKind.Categorical));

    /// <summary>A number made from the request and other numbers.</summary>
    /// <param name="combination">E.g. <c>(p, f) => p.Amount / (1 + f[usual])</c>; between the brackets an expression or the name of a feature
    /// added before. See <see cref="FeatureLookup{TRequest}"/>.</param>
    public FeatureExpression<TRequest> Combine(Expression<Func<TRequest, FeatureLookup<TRequest>, double>> combination) =>
        new(new CombinedExpression<TRequest>(combination));

    /// <summary>Adds a feature.</summary>
    /// <param name="name">Not used before in this set; snake_case by custom.</param>
    /// <param name="expression">How it is made, of streams of this builder.</param>
    /// <param name="description">For people.</param>
    /// <exception cref="ArgumentException">The name is blank or taken.</exception>
    public FeatureSetBuilder<TRequest> Add(string name, FeatureExpression<TRequest> expression, string description = "")
    {
        Require.NotBlank(name);
        if (_features.Exists(f => f.Name == name))
            throw new ArgumentException($"Feature names must be unique, but '{name}' was added before.", nameof(name));
        _features.Add((name, expression, description));
        return this;
    }

    /// <summary>Adds a number read from the request alone.</summary>
    /// <inheritdoc cref="Add(string, FeatureExpression{TRequest}, string)"/>
    public FeatureSetBuilder<TRequest> Add(string name, Func<TRequest, double> value, string description = "") => Add(name, Request(value), description);

    /// <summary>Adds a number made from the request and other numbers; see <see cref="Combine"/>.</summary>
    /// <inheritdoc cref="Add(string, FeatureExpression{TRequest}, string)"/>
    public FeatureSetBuilder<TRequest> Add(
        string name, Expression<Func<TRequest, FeatureLookup<TRequest>, double>> combination, string description = "") =>
        Add(name, Combine(combination), description);

    /// <summary>Adds one numeric feature per signal; a signal that the request lacks is missing.</summary>
    /// <param name="signals">The request's signals; null for none.</param>
    /// <param name="names">Signals, which are also the features' names.</param>
    public FeatureSetBuilder<TRequest> Signals(Func<TRequest, Signals?> signals, params IEnumerable<string> names)
    {
        foreach (var name in names)
            Add(name, Request(p => signals(p) is { } s ? s[name] : double.NaN), $"Signal {name} of the request.");
        return this;
    }

    /// <summary>The set of the features added so far.</summary>
    /// <exception cref="ArgumentException">A combination names a feature that was not added before it, depends on the request between its
    /// brackets, or uses a stream of another builder.</exception>
    public FeatureSet<TRequest> Build() => new(new PlanBuilder<TRequest>(_keys, _streams, Grid, Version).Build(_features));

    internal StreamDefinition Stream<TEvent>(string entity, EntityKey<TEvent> key)
        where TEvent : class, IEvent
    {
        if (_keys.TryGetValue(entity, out var own) && own.Second is null != key.Second is null)
            throw new ArgumentException(
                $"'{entity}' must be named by {(own.Second is null ? "one key" : "two keys")} in every event, but {typeof(TEvent).Name} names it by {(own.Second is null ? "two" : "one")}.", nameof(key));
        var known = _streams.Find(s => s.Entity == entity && s.EventType == typeof(TEvent) && s.IsKeyed(key.First, key.Second));
        if (known is null)
            _streams.Add(known = new StreamDefinition<TEvent>(entity, key));
        return known;
    }
}
