using System.Globalization;
using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Features.Engine;
using Bellwether.Features.Windows;
using Bellwether.Numerics;

namespace Bellwether.Features.Definitions;

/// <summary>The events of one type that belong to one entity, and the numbers that can be read from them.</summary>
/// <remarks>
/// <para>Windows are (t - w, t] by event time, where t is the request's time, over events applied before. A value of NaN or null is
/// missing: counts of events include it, everything else skips it. A request whose key is null has NaN for all numbers of the
/// entity, counts too; an event whose key is null belongs to no entity.</para>
/// <para>Sums are exact on the grid of the set (<see cref="FixedPointGrid"/>). Selectors must be pure, and events must not change.</para>
/// </remarks>
/// <typeparam name="TRequest">The event whose arrival asks for a vector.</typeparam>
/// <typeparam name="TEvent">The type of the events.</typeparam>
public sealed class EventStream<TRequest, TEvent>
    where TRequest : class, IEvent
    where TEvent : class, IEvent
{
    /// <summary>How far <c>Last</c> and <c>TimeSinceLast</c> look back when nothing is said: 365 days.</summary>
    public static readonly TimeSpan LongestReach = TimeSpan.FromDays(365);

    private readonly FeatureSetBuilder<TRequest> _set;
    private readonly StreamDefinition _definition;

    internal EventStream(FeatureSetBuilder<TRequest> set, StreamDefinition definition) => (_set, _definition) = (set, definition);

    /// <summary>The number of events; 0 for none.</summary>
    public FeatureExpression<TRequest> Count(TimeSpan window) => Windowed(Aggregate.Count, null, window);

    /// <summary>The sum of a value; 0 for none.</summary>
    public FeatureExpression<TRequest> Sum(Func<TEvent, double> value, TimeSpan window) => Windowed(Aggregate.Sum, Of(value), window);

    /// <inheritdoc cref="Sum(Func{TEvent, double}, TimeSpan)"/>
    public FeatureExpression<TRequest> Sum(Func<TEvent, double?> value, TimeSpan window) => Windowed(Aggregate.Sum, Of(value), window);

    /// <summary>The mean of a value; NaN for none.</summary>
    public FeatureExpression<TRequest> Mean(Func<TEvent, double> value, TimeSpan window) => Windowed(Aggregate.Mean, Of(value), window);

    /// <inheritdoc cref="Mean(Func{TEvent, double}, TimeSpan)"/>
    public FeatureExpression<TRequest> Mean(Func<TEvent, double?> value, TimeSpan window) => Windowed(Aggregate.Mean, Of(value), window);

    /// <summary>The sample standard deviation (n - 1) of a value; NaN below two values.</summary>
    public FeatureExpression<TRequest> Std(Func<TEvent, double> value, TimeSpan window) => Windowed(Aggregate.StandardDeviation, Of(value), window);

    /// <inheritdoc cref="Std(Func{TEvent, double}, TimeSpan)"/>
    public FeatureExpression<TRequest> Std(Func<TEvent, double?> value, TimeSpan window) => Windowed(Aggregate.StandardDeviation, Of(value), window);

    /// <summary>The smallest value, as it came, not on the grid; NaN for none.</summary>
    public FeatureExpression<TRequest> Min(Func<TEvent, double> value, TimeSpan window) => Windowed(Aggregate.Minimum, Of(value), window);

    /// <inheritdoc cref="Min(Func{TEvent, double}, TimeSpan)"/>
    public FeatureExpression<TRequest> Min(Func<TEvent, double?> value, TimeSpan window) => Windowed(Aggregate.Minimum, Of(value), window);

    /// <summary>The largest value, as it came, not on the grid; NaN for none.</summary>
    public FeatureExpression<TRequest> Max(Func<TEvent, double> value, TimeSpan window) => Windowed(Aggregate.Maximum, Of(value), window);

    /// <inheritdoc cref="Max(Func{TEvent, double}, TimeSpan)"/>
    public FeatureExpression<TRequest> Max(Func<TEvent, double?> value, TimeSpan window) => Windowed(Aggregate.Maximum, Of(value), window);

    /// <summary>The latest value that is not missing, as it came; NaN for none within 365 days.</summary>
    public FeatureExpression<TRequest> Last(Func<TEvent, double> value) => Last(value, LongestReach);

    /// <summary>The latest value that is not missing, as it came; NaN for none within (t - <paramref name="within"/>, t].</summary>
    public FeatureExpression<TRequest> Last(Func<TEvent, double> value, TimeSpan within) => Reaching(Aggregate.Last, Of(value), within);

    /// <inheritdoc cref="Last(Func{TEvent, double})"/>
    public FeatureExpression<TRequest> Last(Func<TEvent, double?> value) => Last(value, LongestReach);

    /// <inheritdoc cref="Last(Func{TEvent, double}, TimeSpan)"/>
    public FeatureExpression<TRequest> Last(Func<TEvent, double?> value, TimeSpan within) => Reaching(Aggregate.Last, Of(value), within);

    /// <summary>The seconds since the latest event; NaN for none within 365 days.</summary>
    public FeatureExpression<TRequest> TimeSinceLast() => TimeSinceLast(LongestReach);

    /// <summary>The seconds since the latest event; NaN for none within (t - <paramref name="within"/>, t].</summary>
    public FeatureExpression<TRequest> TimeSinceLast(TimeSpan within) => Reaching(Aggregate.SinceLast, null, within);

    /// <summary>The number of different names; 0 for none. Null is no name.</summary>
    /// <remarks>Exact while the window holds at most <see cref="Engine.EngineOptions.ExactDistinctEvents"/> events, otherwise estimated by
    /// HyperLogLog over exactly the events of the window (standard error 1.6 %); <c>IsExact</c> of the engine tells which. An estimate,
    /// too, is a function of the events in the window only. It costs a step per event in the window.</remarks>
    public FeatureExpression<TRequest> Distinct(Func<TEvent, string?> name, TimeSpan window) => Windowed(Aggregate.Distinct, new Selector(name, name), window);

    /// <summary>The sum of a value, each event's share halved for every half-life that passed since; 0 for none.</summary>
    /// <remarks>Kept as a sum and the time it is as of, brought forward event by event in the order of time: sum × 2^(-Δ / half-life) +
    /// value, in doubles, by additions and multiplications only, so that every machine gets the same bits. Not on the grid. After 64
    /// half-lives without events it is 0.</remarks>
    public FeatureExpression<TRequest> Decayed(Func<TEvent, double> value, TimeSpan halfLife) => Fading(Of(value), halfLife);

    /// <inheritdoc cref="Decayed(Func{TEvent, double}, TimeSpan)"/>
    public FeatureExpression<TRequest> Decayed(Func<TEvent, double?> value, TimeSpan halfLife) => Fading(Of(value), halfLife);

    /// <summary>How many events of another type came per event of this one: (others + priorRate × priorWeight) / (these + priorWeight).</summary>
    /// <param name="key">Names the entity of the other event.</param>
    /// <param name="window">The window of both counts.</param>
    /// <param name="priorRate">The rate without any evidence; 0 or more.</param>
    /// <param name="priorWeight">How many events that is worth; above 0.</param>
    public FeatureExpression<TRequest> Rate<TOther>(Func<TOther, string?> key, TimeSpan window, double priorRate, double priorWeight)
        where TOther : class, IEvent =>
        new(new RateExpression<TRequest>(
            On(key).Count(window).Node, Count(window).Node, Require.NotNegative(priorRate), Require.Positive(priorWeight)));

    /// <summary>The events of another type that belong to the same entity.</summary>
    /// <param name="key">Names the entity of the other event; null for none.</param>
    /// <exception cref="ArgumentException">The entity has two keys.</exception>
    public EventStream<TRequest, TOther> On<TOther>(Func<TOther, string?> key)
        where TOther : class, IEvent =>
        new(_set, _set.Stream(_definition.Entity, new EntityKey<TOther>(key, null)));

    /// <summary>The events of another type that belong to the same pair.</summary>
    /// <param name="first">Names the first part of the pair in the other event; null for none.</param>
    /// <param name="second">Names the second part; null for none.</param>
    /// <exception cref="ArgumentException">The entity has one key.</exception>
    public EventStream<TRequest, TOther> On<TOther>(Func<TOther, string?> first, Func<TOther, string?> second)
        where TOther : class, IEvent =>
        new(_set, _set.Stream(_definition.Entity, new EntityKey<TOther>(first, second)));

    private static Selector Of(Func<TEvent, double> value) => new(value, value);

    private static Selector Of(Func<TEvent, double?> value) => new(value, new Func<TEvent, double>(e => value(e) ?? double.NaN));

    private FeatureExpression<TRequest> Windowed(Aggregate aggregate, Selector? selector, TimeSpan window) =>
        new(new WindowExpression<TRequest>(_definition, aggregate, selector, Microseconds(window, nameof(window)), 0, 0));

    private FeatureExpression<TRequest> Reaching(Aggregate aggregate, Selector? selector, TimeSpan within) =>
        new(new WindowExpression<TRequest>(_definition, aggregate, selector, 0, Microseconds(within, nameof(within)), 0));

    private FeatureExpression<TRequest> Fading(Selector selector, TimeSpan halfLife)
    {
        var microseconds = Microseconds(halfLife, nameof(halfLife));
        return new(new WindowExpression<TRequest>(_definition, Aggregate.Decayed, selector, 0, Decay.ReachInHalfLives * microseconds, microseconds));
    }

    private static long Microseconds(TimeSpan duration, string name) =>
        duration >= TimeSpan.FromMicroseconds(1) && duration <= TimeSpan.FromDays(36_500)
            ? UnixMicroseconds.Of(duration)
            : throw new ArgumentOutOfRangeException(name, duration, string.Create(CultureInfo.InvariantCulture,
                $"{name} must be between one microsecond and 36500 days, but is {duration}."));
}
