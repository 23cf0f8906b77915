using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rules;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Rules;

public sealed class RuleSetTests
{
    private static readonly FeatureSchema Schema = new([new FeatureSpec("amount"), new FeatureSpec("country", FeatureKind.Categorical)]);
    private static readonly FitContext Context = new(new Seed(1));
    private static readonly RuleSet Rules = new("rules",
        new Rule("large", 0.5, Condition.Above("amount", 100)),
        new Rule("large and foreign", 0.8, Condition.Above("amount", 100), Condition.NoneOf("country", "FR")),
        new Rule("no country", 0.1, Condition.Missing("country"))) { Otherwise = 0.02 };

    private static Dataset Rows(double[] amounts, string?[] countries, double[] labels) =>
        new(Schema, [amounts, [.. countries.Select(Category.Code)]], labels, new long[labels.Length]);

    private static RuleSetModel Fit(RuleSet rules) => (RuleSetModel)rules.Fit(Rows([], [], []), Context);

    [Theory]
    [InlineData(Combination.Max, 0.8)]
    [InlineData(Combination.FirstMatch, 0.5)]
    [InlineData(Combination.NoisyOr, 0.9)]
    public void Scores_combine_as_asked(Combination combination, double expected)
    {
        var model = Fit(Rules with { Combination = combination });
        Assert.Equal(expected, model.Predict([200, Category.Code("US")]), 1e-12);
        Assert.Equal(0.02, model.Predict([50, Category.Code("US")]));
        Assert.Equal(0.02, model.Predict([double.NaN, Category.Code("US")]));
    }

    [Fact]
    public void The_model_says_which_rules_fired()
    {
        var model = Fit(Rules);
        Assert.Equal(["large", "large and foreign"], model.Reasons([200, Category.Code("US")]));
        Assert.Equal(["large", "no country"], model.Reasons([200, double.NaN]));
        Assert.Empty(model.Reasons([5, Category.Code("FR")]));
    }

    [Theory]
    [InlineData(Comparison.Below, 4.9, 5)]
    [InlineData(Comparison.AtMost, 5, 5.1)]
    [InlineData(Comparison.Above, 5.1, 5)]
    [InlineData(Comparison.AtLeast, 5, 4.9)]
    [InlineData(Comparison.OneOf, 5, 6)]
    [InlineData(Comparison.NoneOf, 6, 5)]
    public void Comparisons_include_their_bounds_as_named(Comparison comparison, double passes, double fails)
    {
        var model = Fit(new RuleSet("r", new Rule("it", 1, new Condition("amount", comparison, [5.0]))));
        Assert.Equal(1, model.Predict([passes, 0]));
        Assert.Equal(0, model.Predict([fails, 0]));
        Assert.Equal(0, model.Predict([double.NaN, 0]));
    }

    [Fact]
    public void Calibration_replaces_scores_by_shrunken_label_rates()
    {
        var rows = Rows([200, 200, 200, 200, 5, 5], ["FR", "FR", "FR", "FR", "FR", "FR"], [1, 1, 1, 0, 0, 0]);
        var model = (RuleSetModel)(Rules with { Calibrate = true, Prior = 2 }).Fit(rows, Context);
        Assert.Equal((3 + (2 * 0.5)) / (4 + 2), model.Predict([200, Category.Code("FR")]), 1e-12);
        Assert.Equal((0 + (2 * 0.5)) / (2 + 2), model.Predict([5, Category.Code("FR")]), 1e-12);
    }

    [Fact]
    public void An_unknown_feature_is_named_with_those_that_exist()
    {
        var rules = new RuleSet("velocity", new Rule("too fast", 1, Condition.Above("card_payments_1h", 3)));
        var error = Assert.Throws<TrainingException>(() => Fit(rules));
        Assert.Contains("card_payments_1h", error.Message, StringComparison.Ordinal);
        Assert.Contains("amount, country", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_are_refused() =>
        Assert.Contains("between 0 and 1", Assert.Throws<TrainingException>(() => Fit(new RuleSet("r", new Rule("it", 2)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Conditions_refuse_values_that_do_not_suit()
    {
        Assert.Throws<ArgumentException>(() => Condition.Between("x", 2, 1));
        Assert.Throws<ArgumentException>(() => Condition.Above("x", double.NaN));
        Assert.Throws<ArgumentException>(() => Condition.OneOf("x"));
    }

    [Fact]
    public void Rules_survive_json()
    {
        var text = System.Text.Json.JsonSerializer.Serialize(Rules);
        var back = System.Text.Json.JsonSerializer.Deserialize<RuleSet>(text)!;
        Assert.Equal(ArtifactFormats.Save(Fit(Rules)), ArtifactFormats.Save(Fit(back)));
    }
}
