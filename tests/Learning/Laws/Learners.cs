using Bellwether.Data.Models;
using Bellwether.Learning.Baselines;
using Bellwether.Data.Splitting;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.Ensembles;
using Bellwether.Learning.Tests.Ensembles;
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
        ["poisson"] = new PoissonRegression(),
        ["poisson-elastic-net"] = new PoissonRegression { Penalty = Penalty.ElasticNet(5, 0.5), Standardize = false },
        ["softmax"] = new SoftmaxRegression(),
        ["trees"] = SmallTrees,
        ["trees-squared"] = SmallTrees with { Loss = TreeLoss.Squared, Alpha = 0.1, Gamma = 0.01, MaxDepth = 3 },
        ["trees-sampled"] = SmallTrees with { RowSample = 0.6, ColumnSample = 0.5, ScalePositive = 4, MaxBins = 16 },
        ["pipeline"] = new Pipeline([new Doubling(), new Doubling()], new LogisticRegression()),
        ["calibrated-platt"] = new Calibrated(SmallTrees),
        ["calibrated-isotonic"] = new Calibrated(new LogisticRegression(), CalibrationMethod.Isotonic),
        ["calibrated-beta"] = new Calibrated(SmallTrees, CalibrationMethod.Beta),
        ["calibrated-folds"] = new Calibrated(new LogisticRegression(), CalibrationMethod.Beta) { Folds = new StratifiedKFold(3) },
        ["bagging"] = new Bagging(SmallTrees) { Members = 4 },
        ["pasting"] = new Bagging(new LinearRegression()) { Members = 3, RowShare = 0.5, Replace = false },
        ["voting"] = new Voting([SmallTrees, new LogisticRegression()]) { Weights = [1, 2] },
        ["blending"] = new Blending([SmallTrees, new LogisticRegression(), new Constant(ModelOutput.Probability)]) { Folds = new StratifiedKFold(3) },
        ["blending-values"] = new Blending([new LinearRegression(), new Constant()]) { Folds = new HoldOut(0.3) },
        ["stacking"] = new Stacking([SmallTrees, new LogisticRegression()], new LogisticRegression()) { Folds = new KFold(3) },
        ["stacking-through"] = new Stacking([SmallTrees], new LinearRegression()) { Folds = new TimeSeriesSplit(3), PassThrough = true },
        ["bagging-classes"] = new Bagging(new ClassShares()) { Members = 3 },
        ["blending-classes"] = new Blending([new ClassShares(), new ClassShares { Feature = 2 }]),
        ["stacking-classes"] = new Stacking([new ClassShares(), SmallTrees], new ClassShares()),
    };

    public static ILearner Named(string name) => Chosen.TryGetValue(name, out var learner) ? learner : Default(Types.Single(t => t.FullName == name))!;

    public static IEnumerable<Type> Types => typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ILearner)) && !t.IsAbstract);

    public static IEnumerable<string> Names =>
        Chosen.Keys.Concat(Types.Where(t => Chosen.Values.All(c => c.GetType() != t) && Default(t) is not null).Select(t => t.FullName!));

    /// <summary>Examples whose model may depend on the order of rows, and why.</summary>
    public static IReadOnlySet<string> OrderMatters { get; } = new HashSet<string>
    {
        "trees-sampled" /* rows are drawn by place */, "bagging", "pasting", "bagging-classes",
        "calibrated-folds" /* folds are drawn by place */, "blending", "stacking", "blending-classes", "stacking-classes",
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
