using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Rules;

/// <summary>A hand-written list of rules: the first rung of a ladder, and the fallback when nothing else answers.</summary>
/// <remarks>Fitting binds the feature names to places in the schema; the labels are looked at only when <see cref="Calibrate"/> is set.
/// The model does not depend on the order of rows. O(rows × rules) with calibration, O(rules) without.</remarks>
/// <param name="Name">A short name for tables and logs.</param>
/// <param name="Rules">The rules, most important first.</param>
public sealed record RuleSet(string Name, params IReadOnlyList<Rule> Rules) : ILearner
{
    /// <summary>A short name for tables and logs.</summary>
    public string Name { get; init => field = Require.NotBlank(value); } = Require.NotBlank(Name);

    /// <summary>How the scores of rules that fire together combine.</summary>
    public Combination Combination { get; init; } = Combination.Max;

    /// <summary>The score when no rule fires.</summary>
    public double Otherwise { get; init => field = Require.Finite(value); }

    /// <summary>What the score means.</summary>
    public ModelOutput Output { get; init; } = ModelOutput.Probability;

    /// <summary>Replaces each rule's score by the mean training label of the rows on which it fires, and <see cref="Otherwise"/> by that
    /// of the rows on which none does; each drawn towards the mean of all rows as if <see cref="Prior"/> rows of it had been seen.</summary>
    public bool Calibrate { get; init; }

    /// <summary>Rows' worth of the overall mean that a calibrated score starts with.</summary>
    public double Prior { get; init => field = Require.NotNegative(value); } = 10;

    /// <summary>Binds the rules to the schema of the rows.</summary>
    /// <exception cref="TrainingException">A rule names a feature that the schema does not have, or a score is not a probability where one
    /// is needed, or calibration has no rows.</exception>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        TrainingRows.CheckLabels(train, Output, Name);
        var places = new int[Rules.Count][];
        for (var i = 0; i < places.Length; i++)
            places[i] = [.. Rules[i].Conditions.Select(c => Place(train.Schema, Rules[i], c))];
        if (Output == ModelOutput.Probability || Combination == Combination.NoisyOr)
            foreach (var (score, owner) in Rules.Select(r => (r.Score, r.Reason)).Append((Otherwise, "no rule fires")))
                if (score is not (>= 0 and <= 1))
                    throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                        $"Scores of '{Name}' must be probabilities between 0 and 1, but '{owner}' has {score}."));
        var model = new RuleSetModel(train.Schema, Output, Combination, Otherwise, [.. Rules], places);
        return Calibrate ? Calibrated(model, train, places, context) : model;
    }

    private RuleSetModel Calibrated(RuleSetModel model, Dataset train, int[][] places, FitContext context)
    {
        TrainingRows.Check(train, Output, Name);
        var mean = TrainingRows.MeanLabel(train);
        var (weights, sums) = (new double[Rules.Count + 1], new double[Rules.Count + 1]);
        var (row, fired) = (new double[train.Width], new int[Rules.Count]);
        for (var i = 0; i < train.Rows; i++)
        {
            if (i % 4096 == 0)
                context.CancellationToken.ThrowIfCancellationRequested();
            train.CopyRow(i, row);
            var count = model.Fired(row, fired);
            var (weight, label) = (train.Weight(i), train.Labels[i]);
            foreach (var rule in count == 0 ? [Rules.Count] : fired.AsSpan(0, count))
            {
                weights[rule] += weight;
                sums[rule] += weight * label;
            }
        }

        double Rate(int rule) => weights[rule] + Prior > 0 ? (sums[rule] + (Prior * mean)) / (weights[rule] + Prior) : mean;
        return new RuleSetModel(train.Schema, Output, Combination, Rate(Rules.Count), [.. Rules.Select((r, i) => r with { Score = Rate(i) })], places);
    }

    private int Place(FeatureSchema schema, Rule rule, Condition condition) => schema.IndexOf(condition.Feature) is >= 0 and var place
        ? place
        : throw new TrainingException(
            $"Rule '{rule.Reason}' of '{Name}' looks at feature '{condition.Feature}', which the schema does not have; it has {string.Join(", ", schema.Features.Select(f => f.Name))}.");
}
