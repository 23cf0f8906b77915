using Bellwether.Data.Models;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Online;
using Bellwether.Learning.Sparse;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Examples of every sparse learner of the library, by name; a type without an example here is made with its default arguments.</summary>
internal static class SparseLearners
{
    private static readonly Dictionary<string, ISparseLearner> Chosen = new()
    {
        ["sparse-logistic"] = new SparseLogisticRegression { Tolerance = 1e-9 },
        ["sparse-logistic-l1"] = new SparseLogisticRegression { Penalty = Penalty.ElasticNet(2, 0.7), Tolerance = 1e-8 },
        ["sparse-logistic-plain"] = new SparseLogisticRegression { Intercept = false },
        ["svm"] = new LinearSvm { Tolerance = 1e-8 },
        ["svm-dual"] = new LinearSvm { Solver = SvmSolver.Dual, Tolerance = 1e-8, C = 0.1 },
        ["svm-hinge"] = new LinearSvm { Loss = SvmLoss.Hinge, Tolerance = 1e-8, C = 0.1, Intercept = false },
        ["one-versus-rest"] = new OneVersusRest(new SparseLogisticRegression { Penalty = Penalty.L1(1) }),
        ["multinomial-nb"] = new MultinomialNaiveBayes(),
        ["bernoulli-nb"] = new BernoulliNaiveBayes(),
        ["complement-nb"] = new ComplementNaiveBayes(),
        ["complement-nb-norm"] = new ComplementNaiveBayes { Normalize = true },
        ["ftrl"] = new FtrlProximal(),
        ["ftrl-inclusion"] = new FtrlProximal { Inclusion = 0.5, L1 = 0.1, L2 = 1, Epochs = 3 },
        ["sgd"] = new SgdLogisticRegression(),
        ["pa"] = new PassiveAggressive { Variant = PassiveAggressiveVariant.Full },
        ["pa-1"] = new PassiveAggressive { C = 0.1 },
        ["pa-2"] = new PassiveAggressive { Variant = PassiveAggressiveVariant.Damped, Intercept = false },
        ["fm"] = new FactorizationMachine { Epochs = 3, Factors = 5 },
        ["fm-value"] = new FactorizationMachine { Epochs = 3, Output = ModelOutput.Value, NormalizeRows = true, Factors = 16 },
        ["ffm"] = new FieldAwareFactorizationMachine { Epochs = 2 },
        ["ffm-value"] = new FieldAwareFactorizationMachine { Epochs = 4, LearningRate = 0.05, Output = ModelOutput.Value, NormalizeRows = false, Factors = 6 },
    };

    /// <summary>Examples whose model depends on the order of rows, and why.</summary>
    public static IReadOnlySet<string> OrderMatters { get; } = new HashSet<string>
    {
        "ftrl", "ftrl-inclusion", "sgd", "pa", "pa-1", "pa-2", // learn rows as they come
        "fm", "fm-value", "ffm", "ffm-value", // rows are drawn by place
    };

    public static IEnumerable<Type> Types => typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ISparseLearner)) && !t.IsAbstract && !t.IsInterface);

    public static IEnumerable<string> Names => Chosen.Keys.Concat(Types.Where(t => Chosen.Values.All(c => c.GetType() != t) && Default(t) is not null).Select(t => t.FullName!));

    /// <summary>Those that also take more than two classes.</summary>
    public static IEnumerable<string> OfManyClasses =>
        ["sparse-logistic", "svm", "svm-dual", "one-versus-rest", "multinomial-nb", "bernoulli-nb", "complement-nb", "complement-nb-norm"];

    public static IEnumerable<string> Online => Names.Where(n => Named(n) is IOnlineLearner);

    public static ISparseLearner Named(string name) => Chosen.TryGetValue(name, out var learner) ? learner : Default(Types.Single(t => t.FullName == name))!;

    private static ISparseLearner? Default(Type type)
    {
        var constructor = type.GetConstructors().FirstOrDefault(c => c.GetParameters().All(p => p.HasDefaultValue));
        return (ISparseLearner?)constructor?.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue)]);
    }
}
