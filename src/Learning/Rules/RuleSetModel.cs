using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Rules;

/// <summary>Rules bound to a schema. Immutable.</summary>
public sealed class RuleSetModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "rules/1";

    private readonly Rule[] _rules;
    private readonly BoundCondition[][] _conditions;
    private readonly double[] _scores;

    internal RuleSetModel(FeatureSchema schema, ModelOutput output, Combination combination, double otherwise, Rule[] rules, int[][] places)
    {
        (Schema, Output, Combination, Otherwise, _rules) = (schema, output, combination, otherwise, rules);
        _scores = [.. rules.Select(r => r.Score)];
        _conditions = [.. rules.Select((r, i) => r.Conditions.Select((c, j) => new BoundCondition(places[i][j], c.Comparison, [.. c.Values])).ToArray())];
    }

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How the scores of rules that fire together combine.</summary>
    public Combination Combination { get; }

    /// <summary>The score when no rule fires.</summary>
    public double Otherwise { get; }

    /// <summary>The rules, with their scores as calibrated.</summary>
    public IReadOnlyList<Rule> Rules => _rules;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var (any, best, survive) = (false, double.NegativeInfinity, 1.0);
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (!Holds(_conditions[i], features))
                continue;
            if (Combination == Combination.FirstMatch)
                return _scores[i];
            any = true;
            best = Math.Max(best, _scores[i]);
            survive *= 1 - _scores[i];
        }

        return !any ? Otherwise : Combination == Combination.NoisyOr ? 1 - survive : best;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <summary>Writes the places in <see cref="Rules"/> of the rules that fire, in order, and says how many. Allocates nothing.</summary>
    /// <param name="features">The vector (d).</param>
    /// <param name="rules">Room for as many places as there are rules.</param>
    public int Fired(ReadOnlySpan<double> features, Span<int> rules)
    {
        var count = 0;
        for (var i = 0; i < _conditions.Length; i++)
            if (Holds(_conditions[i], features))
                rules[count++] = i;
        return count;
    }

    /// <summary>The reasons of the rules that fire, in order; empty when none does.</summary>
    public IReadOnlyList<string> Reasons(ReadOnlySpan<double> features)
    {
        var fired = new int[_rules.Length];
        return [.. fired.Take(Fired(features, fired)).Select(i => _rules[i].Reason)];
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Int32((int)Output);
        writer.Int32((int)Combination);
        writer.Double(Otherwise);
        writer.Int32(_rules.Length);
        for (var i = 0; i < _rules.Length; i++)
        {
            writer.Text(_rules[i].Reason);
            writer.Double(_rules[i].Score);
            writer.Int32(_conditions[i].Length);
            foreach (var condition in _conditions[i])
            {
                writer.Int32(condition.Place);
                writer.Int32((int)condition.Comparison);
                writer.Array<double>(condition.Values);
            }
        }
    }

    internal static RuleSetModel Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var (output, combination, otherwise) = ((ModelOutput)reader.Int32(), (Combination)reader.Int32(), reader.Double());
        var (rules, places) = (new List<Rule>(), new List<int[]>());
        for (var left = reader.Int32(); left > 0; left--)
        {
            var (reason, score) = (reader.Text(), reader.Double());
            var (conditions, bound) = (new List<Condition>(), new List<int>());
            for (var count = reader.Int32(); count > 0; count--)
            {
                var place = reader.Int32();
                if ((uint)place >= (uint)schema.Count)
                    throw new ModelFormatException($"Rule '{reason}' looks at a feature beyond its schema. The model was not written by Bellwether; make it again.");
                bound.Add(place);
                conditions.Add(new Condition(schema[place].Name, (Comparison)reader.Int32(), reader.Array<double>()));
            }

            rules.Add(new Rule(reason, score, conditions));
            places.Add([.. bound]);
        }

        return new RuleSetModel(schema, output, combination, otherwise, [.. rules], [.. places]);
    }

    private static bool Holds(BoundCondition[] conditions, ReadOnlySpan<double> features)
    {
        foreach (var condition in conditions)
            if (!condition.Holds(features[condition.Place]))
                return false;
        return true;
    }
}
