using Bellwether.Data.Models;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Pipelines;
using Bellwether.Learning.Rules;
using Bellwether.Learning.Tests.Pipelines;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Examples of every learner of the library, by name. A learner type without an example here is made with its default arguments;
/// where that is impossible, the law <see cref="LearnerLaws.Every_learner_has_an_example"/> fails and asks for one.</summary>
internal static class Learners
{
    private static readonly BoostedTrees SmallTrees = new() { Trees = 12, MaxLeaves = 8 };

    private static readonly Dictionary<string, ILearner> Chosen = new()
    {
        ["constant"] = new Constant(),
        ["constant-probability"] = new Constant(ModelOutput.Probability),
        ["quantile"] = new QuantileConstant(),
        ["formula"] = new Formula("three per unit", 5, [new("amount", 3), new("age", -0.5)]) { Least = -100 },
        ["group-mean"] = new GroupMean("country", "hour"),
        ["rules"] = Rules(calibrate: false),
        ["rules-calibrated"] = Rules(calibrate: true),
        ["rules-noisy-or"] = Rules(calibrate: false) with { Combination = Combination.NoisyOr },
        ["linear"] = new LinearRegression(),
        ["linear-elastic-net"] = new LinearRegression { Penalty = Penalty.ElasticNet(20, 0.5) },
        ["logistic"] = new LogisticRegression(),
        ["logistic-l1"] = new LogisticRegression { Penalty = Penalty.L1(5), Standardize = false, ScalePositive = 3 },
        ["trees"] = SmallTrees,
        ["trees-squared"] = SmallTrees with { Loss = TreeLoss.Squared, Alpha = 0.1, Gamma = 0.01, MaxDepth = 3 },
        ["trees-sampled"] = SmallTrees with { RowSample = 0.6, ColumnSample = 0.5, ScalePositive = 4, MaxBins = 16 },
        ["trees-goss"] = SmallTrees with { Goss = new OneSideSampling(), LearningRate = 0.5, ColumnSampleByNode = 0.7, Growth = TreeGrowthOrder.DepthWise },
        ["trees-dart"] = SmallTrees with { Dart = new TreeDropout { Rate = 0.3, Skip = 0 } },
        ["trees-monotone"] = SmallTrees with { Monotone = new Dictionary<string, int> { ["amount"] = 1, ["age"] = -1 } },
        ["trees-quantile"] = SmallTrees with { Loss = TreeLoss.Quantile, Quantile = 0.8 },
        ["trees-absolute"] = SmallTrees with { Loss = TreeLoss.Absolute },
        ["trees-huber"] = SmallTrees with { Loss = TreeLoss.Huber, HuberDelta = 0.3 },
        ["trees-poisson"] = SmallTrees with { Loss = TreeLoss.Poisson },
        ["trees-tweedie"] = SmallTrees with { Loss = TreeLoss.Tweedie },
        ["trees-softmax"] = SmallTrees with { Loss = TreeLoss.Softmax },
        ["decision-tree"] = new DecisionTree { MaxDepth = 6, MinSamplesLeaf = 3 },
        ["decision-tree-classes"] = new DecisionTree { Output = ModelOutput.Class, Criterion = SplitCriterion.Entropy, MinSamplesSplit = 8 },
        ["random-forest"] = new RandomForest { Trees = 9 },
        ["random-forest-value"] = new RandomForest { Trees = 7, Output = ModelOutput.Value, MaxFeatures = 0.5, RowSample = 0.7, MaxDepth = 8 },
        ["random-forest-classes"] = new RandomForest { Trees = 7, Output = ModelOutput.Class, MaxDepth = 5 },
        ["extra-trees"] = new ExtraTrees { Trees = 9 },
        ["extra-trees-value"] = new ExtraTrees { Trees = 7, Output = ModelOutput.Value, MinSamplesLeaf = 4 },
        ["pipeline"] = new Pipeline([new Doubling(), new Doubling()], new LogisticRegression()),
        ["calibrated-platt"] = new Calibrated(SmallTrees),
        ["calibrated-isotonic"] = new Calibrated(new LogisticRegression(), CalibrationMethod.Isotonic),
    };

    public static ILearner Named(string name) => Chosen.TryGetValue(name, out var learner) ? learner : Default(Types.Single(t => t.FullName == name))!;

    public static IEnumerable<Type> Types => typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ILearner)) && !t.IsAbstract);

    public static IEnumerable<string> Names =>
        Chosen.Keys.Concat(Types.Where(t => Chosen.Values.All(c => c.GetType() != t) && Default(t) is not null).Select(t => t.FullName!));

    /// <summary>Examples whose model may depend on the order of rows, and why.</summary>
    public static IReadOnlySet<string> OrderMatters { get; } = new HashSet<string>
    {
        "trees-sampled", "trees-goss", "random-forest", "random-forest-value", "random-forest-classes", /* rows are drawn by place */
    };

    public static ILearner? Default(Type type)
    {
        var constructor = type.GetConstructors().FirstOrDefault(c => c.GetParameters().All(p => p.HasDefaultValue));
        return (ILearner?)constructor?.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue)]);
    }

    private static RuleSet Rules(bool calibrate) => new("rules",
        new Rule("large amount at night", 0.9, Condition.AtLeast("amount", 20), Condition.Between("hour", 0, 5)),
        new Rule("known bad country", 0.4, Condition.OneOf("country", "country 1", "country 2")),
        new Rule("age is missing", 0.2, Condition.Missing("age"))) { Calibrate = calibrate };
}
