using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Learning.Anomaly;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.Ensembles;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Kernels;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Online;
using Bellwether.Learning.Pipelines;
using Bellwether.Learning.Rules;
using Bellwether.Learning.Sampling;
using Bellwether.Learning.Sparse;
using Bellwether.Learning.Tests.Ensembles;
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
        ["gaussian-nb"] = new GaussianNaiveBayes(),
        ["hashed-ftrl"] = new Hashed(new FtrlProximal(), 12) { Crosses = [["country", "hour"], ["country", "merchant"]] },
        ["hashed-logistic"] = new Hashed(new SparseLogisticRegression { Tolerance = 1e-9 }, 10) { NumericBins = 8 },
        ["hashed-svm"] = new Hashed(new LinearSvm { Tolerance = 1e-9 }, 8),
        ["hashed-bayes"] = new Hashed(new BernoulliNaiveBayes(), 9) { NumericBins = 5 },
        ["hashed-ffm"] = new Hashed(new FieldAwareFactorizationMachine { Epochs = 2 }, 9) { NumericBins = 5 },
        ["hashed-fm"] = new Hashed(new FactorizationMachine { Epochs = 2, Factors = 4 }, 8),
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
        ["neighbours"] = new NearestNeighbours(),
        ["neighbours-value"] = new NearestNeighbours(ModelOutput.Value) { Neighbours = 3, Weights = VoteWeights.InverseDistance, Standardize = false },
        ["neighbours-classes"] = new NearestNeighbours(ModelOutput.Class) { Classes = 3, Neighbours = 7 },
        ["isolation-forest"] = new IsolationForest { Trees = 20, SampleSize = 64 },
        ["local-outlier-factor"] = new LocalOutlierFactor { Neighbours = 10 },
        ["support-vectors"] = new SupportVectorClassification(),
        ["support-vectors-polynomial"] = new SupportVectorClassification { C = 0.5, Options = new KernelOptions { Kernel = new Kernel(KernelKind.Polynomial) { Offset = 1, Degree = 2 }, Shrinking = false } },
        ["support-vectors-sigmoid"] = new SupportVectorClassification { C = 0.5, Options = new KernelOptions { Kernel = new Kernel(KernelKind.Sigmoid) { Gamma = 0.01 } } },
        ["support-vectors-votes"] = new SupportVectorClassification { Classes = 3, Options = new KernelOptions { Kernel = new Kernel(KernelKind.Linear) } },
        ["support-vectors-value"] = new SupportVectorRegression(),
        ["one-class-support-vectors"] = new OneClassSupportVectors { Nu = 0.2 },
        ["resampled"] = new Resampled(new Smote(), SmallTrees),
        ["stacking-classes"] = new Stacking([new ClassShares(), SmallTrees], new ClassShares()),
    };

    public static ILearner Named(string name) => Chosen.TryGetValue(name, out var learner) ? learner : Default(Types.Single(t => t.FullName == name))!;

    public static IEnumerable<Type> Types => typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ILearner)) && !t.IsAbstract);

    public static IEnumerable<string> Names =>
        Chosen.Keys.Concat(Types.Where(t => Chosen.Values.All(c => c.GetType() != t) && Default(t) is not null).Select(t => t.FullName!));

    /// <summary>Examples whose model may depend on the order of rows, and why.</summary>
    public static IReadOnlySet<string> OrderMatters { get; } = new HashSet<string>
    {
        "trees-goss", "random-forest", "random-forest-value", "random-forest-classes", /* rows are drawn by place */
        "isolation-forest" /* rows are drawn by place */, "resampled",
        "support-vectors" /* the solution is known to the tolerance */, "support-vectors-polynomial", "support-vectors-sigmoid", "support-vectors-votes", "support-vectors-value", "one-class-support-vectors",
        "trees-sampled" /* rows are drawn by place */, "bagging", "pasting", "bagging-classes",
        "calibrated-folds" /* folds are drawn by place */, "blending", "stacking", "blending-classes", "stacking-classes",
        "hashed-fm", "hashed-ffm", // rows are drawn by place
        "hashed-ftrl", // learns rows as they come
    };

    /// <summary>Learners that do not look at labels: any labels, even missing ones, give the same model.</summary>
    public static IReadOnlySet<string> IgnoresLabels { get; } = new HashSet<string> { "isolation-forest", "local-outlier-factor", "one-class-support-vectors" };

    /// <summary>How many rows the law of threads fits on: more than one block, but few for a learner whose time grows with the square of rows.</summary>
    public static int ManyRows(string name) => name.Contains("support-vectors", StringComparison.Ordinal) ? 700 : name == "local-outlier-factor" ? 3_000 : 17_000;

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
