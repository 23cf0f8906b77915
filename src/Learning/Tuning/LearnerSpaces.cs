using Bellwether.Data.Models;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.Tuning;

/// <summary>What is worth tuning of the library's learners, and where: ranges in which published tunings of tables end up.</summary>
public static class LearnerSpaces
{
    /// <summary>Spaces of learners of probabilities, from the simplest learner up.</summary>
    public static IReadOnlyList<SearchSpace<ILearner>> Probability { get; } =
        [new("constant", _ => new Constant(ModelOutput.Probability)), Linear(ModelOutput.Probability), Boosting(TreeLoss.Logistic)];

    /// <summary>Spaces of learners of values, from the simplest learner up.</summary>
    public static IReadOnlyList<SearchSpace<ILearner>> Value { get; } =
        [new("constant", _ => new Constant()), Linear(ModelOutput.Value), Boosting(TreeLoss.Squared)];

    /// <summary>The spaces of learners of an output.</summary>
    /// <exception cref="TrainingException">There is none for it.</exception>
    public static IReadOnlyList<SearchSpace<ILearner>> Of(ModelOutput output) => output switch
    {
        ModelOutput.Probability => Probability,
        ModelOutput.Value => Value,
        _ => throw new TrainingException($"The output must be a probability or a value to have spaces of learners, but is a {output}. Give spaces of your own."),
    };

    private static SearchSpace<ILearner> Linear(ModelOutput output)
    {
        var strength = Space.LogUniform("penalty", 1e-3, 1e3);
        var share = Space.Choice("l1 share", 0.0, 0.5, 1.0);
        var categories = Space.LogInt("categories", 10, 200);
        return new SearchSpace<ILearner>("linear", p => output == ModelOutput.Probability
            ? new LogisticRegression { Penalty = new Penalty(p.Get(strength), p.Get(share)), MaxCategories = p.Get(categories) }
            : new LinearRegression { Penalty = new Penalty(p.Get(strength), p.Get(share)), MaxCategories = p.Get(categories) },
            strength, share, categories);
    }

    private static SearchSpace<ILearner> Boosting(TreeLoss loss)
    {
        var rate = Space.LogUniform("learning rate", 0.02, 0.3);
        var trees = Space.LogInt("trees", 50, 600);
        var leaves = Space.LogInt("leaves", 4, 128);
        var child = Space.LogUniform("child weight", 0.1, 100);
        var lambda = Space.LogUniform("lambda", 0.01, 100);
        var rows = Space.Uniform("row sample", 0.5, 1);
        var columns = Space.Uniform("column sample", 0.4, 1);
        return new SearchSpace<ILearner>("boosted trees", p => new BoostedTrees
        {
            Loss = loss,
            LearningRate = p.Get(rate),
            Trees = p.Get(trees),
            MaxLeaves = p.Get(leaves),
            MinChildWeight = p.Get(child),
            Lambda = p.Get(lambda),
            RowSample = p.Get(rows),
            ColumnSample = p.Get(columns),
        }, rate, trees, leaves, child, lambda, rows, columns);
    }
}
