using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Bellwether.Data.Events;

namespace Bellwether.Data.Schema;

/// <summary>What an event type promises, read once from its record: its fields, a strict reader that names what is wrong, a writer, and
/// a constructor from plain values.</summary>
/// <remarks>An event type is a record with one primary constructor over texts, numbers, whole numbers, truth values, times and
/// <see cref="Signals"/>. Immutable and safe to share.</remarks>
/// <typeparam name="T">The event type.</typeparam>
public sealed class EventContract<T> : IEventContract where T : class, IEvent
{
    private readonly ConstructorInfo _constructor;
    private readonly Func<object?[], T> _create;
    private readonly Func<T, object?>[] _get;

    private EventContract()
    {
        _constructor = typeof(T).GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var parameters = _constructor.GetParameters();
        Fields = [.. parameters.Select(FieldOf)];
        var arguments = Expression.Parameter(typeof(object?[]), "values");
        _create = Expression.Lambda<Func<object?[], T>>(
            Expression.New(_constructor, parameters.Select((p, i) => FromPlain(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType))),
            arguments).Compile();
        var it = Expression.Parameter(typeof(T), "it");
        _get = [.. parameters.Select(p => Expression.Lambda<Func<T, object?>>(
            Expression.Convert(Expression.Property(it, p.Name!), typeof(object)), it).Compile())];
    }

    /// <summary>The contract of <typeparamref name="T"/>.</summary>
    public static EventContract<T> Instance { get; } = new();

    /// <inheritdoc/>
    public string TypeName => typeof(T).Name;

    /// <inheritdoc/>
    public IReadOnlyList<FieldSpec> Fields { get; }

    /// <summary>Reads one event strictly: unknown fields, wrong types, missing fields, numbers outside their range are all reported.</summary>
    /// <param name="json">One JSON object, UTF-8.</param>
    /// <param name="errors">Everything that is wrong; empty when the event was read.</param>
    /// <returns>The event, or null when <paramref name="errors"/> is not empty. Never throws.</returns>
    public T? Read(ReadOnlySpan<byte> json, out IReadOnlyList<FieldError> errors)
    {
        var values = FieldReader.ReadObject(json, Fields, out errors);
        return errors.Count == 0 ? _create(values) : null;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public T Read(ReadOnlySpan<byte> json) => Read(json, out var errors)
        ?? throw new JsonException($"A stored {TypeName} cannot be read: '{errors[0].Field}' must be {errors[0].MustBe}, but is {errors[0].Got}.");

    /// <summary>Makes an event from plain values in the order of <see cref="Fields"/>: string, double, long, bool, DateTimeOffset, Signals, null.</summary>
    /// <param name="values">One value per field.</param>
    /// <param name="errors">Everything that is wrong; empty when the event was made.</param>
    public T? Create(object?[] values, out IReadOnlyList<FieldError> errors)
    {
        var found = new List<FieldError>();
        for (var i = 0; i < Fields.Count; i++)
            if (FieldReader.Check(Fields[i], values[i]) is { } error)
                found.Add(error);
        errors = found;
        return found.Count == 0 ? _create(values) : null;
    }

    /// <summary>The event as UTF-8 JSON: fields in order, nulls left out. Reading it gives an equal event.</summary>
    public byte[] Write(T value)
    {
        using var stream = new MemoryStream(256);
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteTo(writer, value);
        return stream.ToArray();
    }

    /// <summary>Writes the event as a JSON object into <paramref name="writer"/>.</summary>
    public void WriteTo(Utf8JsonWriter writer, T value)
    {
        writer.WriteStartObject();
        for (var i = 0; i < _get.Length; i++)
            FieldReader.Write(writer, Fields[i], _get[i](value));
        writer.WriteEndObject();
    }

    /// <summary>The event as the store keeps it.</summary>
    public EventRecord ToRecord(string system, T value) => new(system, TypeName, value.Id, value.Time.ToUniversalTime(), Write(value)) { Value = value };

    /// <summary>The event that a record holds: the object itself where it is still at hand, else read from the payload.</summary>
    public T FromRecord(EventRecord record) => record.Value as T ?? Read(record.Payload.Span);

    EventRecord? IEventContract.ReadRecord(string system, ReadOnlySpan<byte> json, out IReadOnlyList<FieldError> errors) =>
        Read(json, out errors) is { } value ? ToRecord(system, value) : null;

    IEvent IEventContract.FromRecord(EventRecord record) => FromRecord(record);

    IEvent? IEventContract.Create(object?[] values, out IReadOnlyList<FieldError> errors) => Create(values, out errors);

    EventRecord IEventContract.ToRecord(string system, IEvent value) => ToRecord(system, (T)value);

    private static FieldSpec FieldOf(ParameterInfo parameter)
    {
        var property = typeof(T).GetProperty(parameter.Name!);
        var says = parameter.GetCustomAttribute<FieldAttribute>() ?? property?.GetCustomAttribute<FieldAttribute>() ?? new FieldAttribute();
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var kind = type == typeof(string) ? FieldKind.Text
            : type == typeof(double) ? FieldKind.Number
            : type == typeof(int) || type == typeof(long) ? FieldKind.Integer
            : type == typeof(bool) ? FieldKind.Boolean
            : type == typeof(DateTimeOffset) ? FieldKind.Time
            : type == typeof(Signals) ? FieldKind.Signals
            : throw new NotSupportedException($"{typeof(T).Name}.{parameter.Name} is of type {type.Name}; a field of an event must be string, double, int, long, bool, DateTimeOffset or Signals.");
        var nullable = new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        var (low, high) = type == typeof(int)
            ? (Math.Max(says.Minimum, int.MinValue), Math.Min(says.Maximum, int.MaxValue))
            : (says.Minimum, says.Maximum);
        return new FieldSpec(
            JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), kind, !nullable && kind != FieldKind.Signals, low, high, says.Description,
            says.Aliases.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static Expression FromPlain(Expression value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(Signals))
            return Expression.Coalesce(Expression.TypeAs(value, typeof(Signals)), Expression.Constant(Signals.None));
        if (!plain.IsValueType)
            return Expression.Convert(value, type);
        var unboxed = plain == typeof(int)
            ? Expression.ConvertChecked(Expression.Unbox(value, typeof(long)), typeof(int))
            : (Expression)Expression.Unbox(value, plain);
        return plain == type
            ? unboxed
            : Expression.Condition(Expression.Equal(value, Expression.Constant(null)), Expression.Default(type), Expression.Convert(unboxed, type));
    }
}
