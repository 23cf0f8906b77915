using Bellwether.Cli.Tests;
using Bellwether.Gallery;
using Bellwether.Learning.Baselines;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Ladders;

namespace Bellwether.Systems.Tests.Building;

/// <summary>A definition that is not whole is refused, with everything that is wrong at once.</summary>
public sealed class BuilderTests
{
    private sealed class Defined(Action<SystemBuilder<Asked, Told>> define) : MlSystem<Asked, Told>
    {
        public override Design Design => new TinySystem(1).Design;

        protected override void Define(SystemBuilder<Asked, Told> system) => define(system);
    }

    private static void Whole(SystemBuilder<Asked, Told> system)
    {
        system.Feature("size", a => a.Size);
        system.Labels(new LabelTiming(TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        system.Label<Took>(t => t.AskedId, t => t.Seconds);
        system.Ladder(new Rung(new Constant()));
        system.Decide("the score", (_, s) => new Told(s));
        system.Otherwise("a minute", _ => new Told(60));
        system.BestKnowing((_, s) => new Told(s));
        system.Worth((_, t, s) => -Math.Abs(t.Seconds - s));
        system.Total("mean error", (_, _, _) => 1);
    }

    [Fact]
    public void An_empty_definition_gets_all_complaints_together()
    {
        var refused = Assert.Throws<SystemDefinitionException>(() => new Defined(_ => { }).Compile());
        Assert.Equal(
        [
            "It needs a ladder of at least one rung: call Ladder.",
            "It needs a decision: call Decide.",
            "It needs a decision for when no model can be asked: call Otherwise.",
            "It needs a label: call Label.",
            "It must say when labels are known: call Labels.",
            "It must say what somebody who knows the label would decide: call BestKnowing.",
            "It must say what a decision is worth: call Worth.",
            "The business metric 'mean error' must be computed: call Total or Ratio with its name.",
        ], refused.Complaints);
        Assert.StartsWith("The definition of 'tiny' is not whole:\n  * It needs a ladder", refused.Message, StringComparison.Ordinal);
        Assert.All(refused.Complaints, c => Assert.Contains("  * " + c, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_metric_that_the_design_does_not_name_is_a_complaint()
    {
        var refused = Assert.Throws<SystemDefinitionException>(() => new Defined(s =>
        {
            Whole(s);
            s.Ratio("applause", (_, _, _) => 1, (_, _, _) => 1);
        }).Compile());
        Assert.Equal(["'applause' is computed, but the design does not name it under Business."], refused.Complaints);
    }

    [Fact]
    public void A_whole_definition_compiles() => Assert.Equal("tiny", new Defined(Whole).Compile().Design.Name);

    [Fact]
    public void Every_system_of_the_gallery_compiles_and_its_names_fit_commands_and_paths()
    {
        Assert.NotEmpty(SystemGallery.All);
        Assert.All(SystemGallery.All, s => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", s.Compile().Design.Name));
        Assert.Equal(SystemGallery.All.Count, SystemGallery.All.Select(s => s.Design.Name).Distinct().Count());
    }
}
