using Bellwether.Data.Models;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Rules;

namespace Bellwether.Learning.Tests.Rules;

public sealed class RecipeTests
{
    [Fact]
    public void A_recipe_writes_out_lists_and_what_stands_inside()
    {
        var text = Recipe.Of(new RuleSet("rules", new Rule("at night", 0.9, Condition.Between("hour", 0, 5))) { Prior = 2.5 });
        Assert.Contains("Rules = [Rule { Reason = at night, Score = 0.9, Conditions = [Condition { Feature = hour, Comparison = Between, Values = [0, 5] }] }]", text, StringComparison.Ordinal);
        Assert.Contains("Prior = 2.5", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_options_have_equal_recipes_and_others_do_not()
    {
        Assert.Equal(Recipe.Of(new LogisticRegression()), Recipe.Of(new LogisticRegression()));
        Assert.NotEqual(Recipe.Of(new LogisticRegression()), Recipe.Of(new LogisticRegression { Penalty = Penalty.L1(2) }));
    }
}
