using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bellwether.Monitoring.Alerts;

/// <summary>Holds rules against signals, and tells only what changed: an alert is raised once and resolved once.</summary>
/// <remarks>A signal that is missing, NaN, or rests on too few observations neither raises nor resolves; a wait for
/// <see cref="AlertRule.For"/> starts over. State survives a restart by <see cref="ToJson"/>. Safe for concurrent use.</remarks>
public sealed class AlertBoard
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Lock _lock = new();
    private readonly AlertRule[] _rules;
    private readonly SortedDictionary<string, State> _states = new(StringComparer.Ordinal);

    /// <summary>Starts with nothing raised.</summary>
    /// <param name="rules">The rules, by unique name.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or a rule clears on the wrong side of its threshold.</exception>
    public AlertBoard(IEnumerable<AlertRule> rules)
    {
        _rules = [.. rules];
        if (_rules.GroupBy(r => r.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Rule names must be unique, but '{twice.Key}' occurs {twice.Count()} times.", nameof(rules));
        foreach (var rule in _rules)
            if (rule.ClearAt is { } clear && (rule.Comparison == Comparison.Above ? clear > rule.Threshold : clear < rule.Threshold))
                throw new ArgumentException(FormattableString.Invariant($"ClearAt must lie on the good side of the threshold, but rule '{rule.Name}' fires {rule.Comparison} {rule.Threshold} and clears at {clear}."), nameof(rules));
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<AlertRule> Rules => _rules;

    /// <summary>What is raised now, by rule and signal.</summary>
    public IReadOnlyList<Alert> Active
    {
        get
        {
            lock (_lock)
                return [.. _states.Values.Where(s => s.IsRaised).Select(s => s.Alert)];
        }
    }

    /// <summary>Holds all rules against the signals.</summary>
    /// <param name="now">The time of the signals; must not go back.</param>
    /// <param name="signals">The signals.</param>
    /// <returns>What was raised or resolved by this call, in the order of the rules, then of the signals' names.</returns>
    public IReadOnlyList<AlertTransition> Evaluate(DateTimeOffset now, SignalSet signals)
    {
        var changes = new List<AlertTransition>();
        lock (_lock)
        {
            foreach (var rule in _rules)
            {
                var prefix = rule.Name + "/";
                foreach (var key in _states.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
                    if (!signals.Values.ContainsKey(key[prefix.Length..]))
                        Forget(key);
                foreach (var (name, signal) in signals.Values)
                    if (rule.Matches(name))
                        Step(rule, prefix + name, name, signal, now, changes);
            }
        }

        return changes;
    }

    /// <summary>The state as UTF-8 JSON.</summary>
    public byte[] ToJson()
    {
        lock (_lock)
            return JsonSerializer.SerializeToUtf8Bytes(_states, Json);
    }

    /// <summary>Takes over the state that <see cref="ToJson"/> wrote, of rules that this board has.</summary>
    /// <exception cref="JsonException">It is no state.</exception>
    public void Restore(ReadOnlySpan<byte> json)
    {
        var states = JsonSerializer.Deserialize<Dictionary<string, State>>(json, Json) ?? throw new JsonException("An alert board's state must be a JSON object, but is null.");
        lock (_lock)
        {
            _states.Clear();
            foreach (var (key, state) in states)
                if (_rules.Any(r => key.StartsWith(r.Name + "/", StringComparison.Ordinal)))
                    _states[key] = state;
        }
    }

    private void Step(AlertRule rule, string key, string name, SignalValue signal, DateTimeOffset now, List<AlertTransition> changes)
    {
        if (double.IsNaN(signal.Value) || signal.Count < rule.MinimumCount)
        {
            Forget(key);
            return;
        }

        _states.TryGetValue(key, out var state);
        if (state is { IsRaised: true })
        {
            var alert = Describe(rule, name, signal.Value, state.Alert.Since);
            if (rule.IsGoodAgain(signal.Value))
            {
                _states.Remove(key);
                changes.Add(new AlertTransition(false, now, alert));
            }
            else
            {
                _states[key] = new State(true, alert);
            }
        }
        else if (!rule.IsBad(signal.Value))
        {
            _states.Remove(key);
        }
        else
        {
            var alert = Describe(rule, name, signal.Value, state?.Alert.Since ?? now);
            var isRaised = now - alert.Since >= rule.For;
            _states[key] = new State(isRaised, alert);
            if (isRaised)
                changes.Add(new AlertTransition(true, now, alert));
        }
    }

    private void Forget(string key)
    {
        if (_states.TryGetValue(key, out var state) && !state.IsRaised)
            _states.Remove(key);
    }

    private static Alert Describe(AlertRule rule, string signal, double value, DateTimeOffset since) =>
        new(rule.Name, signal, rule.Severity, value, rule.Threshold, since, rule.Action,
            FormattableString.Invariant($"{signal} is {value:0.####}, {(rule.Comparison == Comparison.Above ? "at or above" : "at or below")} {rule.Threshold:0.####} since {since:u}"));

    private sealed record State(bool IsRaised, Alert Alert);
}
