using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Sparse;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Linear;

/// <summary>Against scikit-learn (Oracles/make_sparse_oracles.py): scores of every training row, with and without weights.</summary>
public sealed class SparseOracleTests
{
    private static readonly FitContext Context = new(new Seed(1));

    private static readonly Dictionary<string, (ISparseLearner Learner, double Tolerance)> Learners = new()
    {
        ["logistic"] = (new SparseLogisticRegression { Penalty = Penalty.L2(2), Tolerance = 1e-10 }, 1e-6),
        ["softmax"] = (new SparseLogisticRegression { Penalty = Penalty.L2(2), Tolerance = 1e-9 }, 1e-6),
        ["logistic l1"] = (new SparseLogisticRegression { Penalty = Penalty.L1(2), Tolerance = 1e-10 }, 1e-6),
        ["logistic elastic net"] = (new SparseLogisticRegression { Penalty = Penalty.ElasticNet(2, 0.4), Tolerance = 1e-10 }, 1e-6),
        ["svm squared hinge"] = (new LinearSvm { C = 0.3, Tolerance = 1e-10 }, 1e-6),
        ["svm hinge"] = (new LinearSvm { C = 0.3, Loss = SvmLoss.Hinge, Tolerance = 1e-10, MaxIterations = 100_000 }, 1e-6),
        ["svm of three classes"] = (new LinearSvm { C = 0.3, Tolerance = 1e-10, Solver = SvmSolver.Dual, MaxIterations = 100_000 }, 1e-6),
        ["multinomial 2"] = (new MultinomialNaiveBayes { Alpha = 0.7 }, 1e-9),
        ["multinomial 3"] = (new MultinomialNaiveBayes { Alpha = 0.7 }, 1e-9),
        ["bernoulli 2"] = (new BernoulliNaiveBayes { Alpha = 0.7 }, 1e-9),
        ["bernoulli 3"] = (new BernoulliNaiveBayes { Alpha = 0.7 }, 1e-9),
        ["complement 2"] = (new ComplementNaiveBayes { Alpha = 0.7 }, 1e-9),
        ["complement 3"] = (new ComplementNaiveBayes { Alpha = 0.7 }, 1e-9),
        ["complement norm"] = (new ComplementNaiveBayes { Alpha = 0.7, Normalize = true }, 1e-9),
        ["pa-1"] = (new PassiveAggressive { C = 0.2, Epochs = 3, Intercept = false }, 1e-9),
        ["pa-2"] = (new PassiveAggressive { C = 0.2, Epochs = 3, Intercept = false, Variant = PassiveAggressiveVariant.Damped }, 1e-9),
    };

    public static TheoryData<string> Cases => [.. Oracle.Read("sparse.json").GetProperty("cases").EnumerateObject().Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public void Scores_equal_those_of_scikit_learn(string name)
    {
        var oracle = Oracle.Read("sparse.json");
        var weighted = name.EndsWith(" weighted", StringComparison.Ordinal);
        var (learner, tolerance) = Learners[weighted ? name[..^9] : name];
        var several = name.Contains('3') || name.Contains("three", StringComparison.Ordinal) || name.Contains("softmax", StringComparison.Ordinal) || name.Contains("norm", StringComparison.Ordinal);
        var rows = Rows(oracle, oracle.Numbers(several ? "c" : "b"), weighted ? oracle.Numbers("weights") : null);
        var (model, expected) = (learner.Fit(rows, Context), oracle.GetProperty("cases").GetProperty(name));
        var scores = new double[model.Outputs];
        for (var row = 0; row < rows.Rows; row++)
        {
            model.Score(rows.Features.Columns(row), rows.Features.Values(row), scores);
            double[] theirs = several ? [.. expected[row].EnumerateArray().Select(v => v.GetDouble())] : [expected[row].GetDouble()];
            for (var i = 0; i < scores.Length; i++)
                Assert.Equal(theirs[i], scores[i], tolerance * Math.Max(1, Math.Abs(theirs[i])));
        }
    }

    [Theory]
    [InlineData("softmax"), InlineData("poisson"), InlineData("gaussian"), InlineData("softmax weighted"), InlineData("poisson weighted"), InlineData("gaussian weighted")]
    public void Dense_scores_equal_those_of_scikit_learn(string name)
    {
        var oracle = Oracle.Read("dense_linear.json");
        var weights = name.EndsWith(" weighted", StringComparison.Ordinal) ? oracle.Numbers("weights") : null;
        ILearner learner = name[0] switch
        {
            's' => new SoftmaxRegression { L2 = 2, Tolerance = 1e-10 },
            'p' => new PoissonRegression { Penalty = Penalty.L2(2), Standardize = false },
            _ => new GaussianNaiveBayes(),
        };
        var rows = Oracle.Table(oracle.Columns("x"), oracle.Numbers(name[0] == 'p' ? "counts" : "classes"), weights);
        var (model, expected) = (learner.Fit(rows, Context), oracle.GetProperty("cases").GetProperty(name));
        var own = new double[3];
        for (var row = 0; row < rows.Rows; row++)
        {
            if (model is not IClassifier classes)
            {
                Assert.Equal(expected[row].GetDouble(), model.Predict(Sample.Vector(rows, row)), 1e-5 * expected[row].GetDouble());
                continue;
            }

            classes.Probabilities(Sample.Vector(rows, row), own);
            for (var label = 0; label < 3; label++)
                Assert.Equal(expected[row][label].GetDouble(), own[label], 1e-6);
        }
    }

    [Fact]
    public void Primal_and_dual_reach_the_same_margin()
    {
        var rows = SparseSample.Make(400);
        var (a, b) = (new double[1], new double[1]);
        var primal = new LinearSvm { Solver = SvmSolver.Primal, Tolerance = 1e-10 }.Fit(rows, Context);
        var dual = new LinearSvm { Solver = SvmSolver.Dual, Tolerance = 1e-10, MaxIterations = 100_000 }.Fit(rows, Context);
        for (var row = 0; row < rows.Rows; row++)
        {
            primal.Score(rows.Features.Columns(row), rows.Features.Values(row), a);
            dual.Score(rows.Features.Columns(row), rows.Features.Values(row), b);
            Assert.Equal(a[0], b[0], 1e-6);
        }
    }

    [Fact]
    public void An_l1_share_makes_weights_exactly_zero()
    {
        var model = (SparseLinearModel)new SparseLogisticRegression { Penalty = Penalty.L1(10) }.Fit(SparseSample.Make(1_000), Context);
        Assert.InRange(model.Columns.Length, 1, SparseSample.Width / 2);
    }

    private static SparseDataset Rows(JsonElement oracle, double[] labels, double[]? weights)
    {
        var columns = oracle.Columns("x");
        var (starts, places, values) = (new List<int> { 0 }, new List<int>(), new List<float>());
        for (var row = 0; row < labels.Length; row++)
        {
            for (var c = 0; c < columns.Length; c++)
                if (columns[c][row] != 0)
                {
                    places.Add(c);
                    values.Add((float)columns[c][row]);
                }

            starts.Add(places.Count);
        }

        return new SparseDataset(new SparseMatrix(columns.Length, [.. starts], [.. places], [.. values]), labels, weights);
    }
}
