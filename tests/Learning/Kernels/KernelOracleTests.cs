using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Learning.Kernels;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;

namespace Bellwether.Learning.Tests.Kernels;

/// <summary>Support vectors against libsvm.</summary>
public sealed class KernelOracleTests
{
    private static readonly JsonElement Truth = Oracle.Read("structure.json");

    private static KernelOptions Options(string kernel, bool shrinking) => new()
    {
        Tolerance = 1e-6,
        Standardize = false,
        Shrinking = shrinking,
        Kernel = kernel switch
        {
            "rbf" => new Kernel { Gamma = 0.3 },
            "linear" => new Kernel(KernelKind.Linear),
            "polynomial" => new Kernel(KernelKind.Polynomial) { Gamma = 0.5, Offset = 1 },
            _ => new Kernel(KernelKind.Sigmoid) { Gamma = 0.05, Offset = -0.2 },
        },
    };

    public static TheoryData<string, bool> All => new()
    {
        { "rbf", true }, { "rbf", false }, { "linear", true }, { "linear", false }, { "polynomial", true }, { "polynomial", false }, { "sigmoid", true }, { "sigmoid", false },
    };

    [Theory, MemberData(nameof(All))]
    public void Classification_agrees_with_libsvm(string kernel, bool shrinking)
    {
        var rows = Oracle.Table(Truth.Columns("table"), Truth.Numbers("binary"), Truth.Numbers("weights"));
        Agree("svc_" + kernel, new SupportVectorClassification { C = 2, Options = Options(kernel, shrinking) }.Fit(rows, LearnerLaws.Context()), sign: 1);
    }

    [Theory, MemberData(nameof(All))]
    public void Regression_agrees_with_libsvm(string kernel, bool shrinking)
    {
        var rows = Oracle.Table(Truth.Columns("table"), Truth.Numbers("value"));
        Agree("svr_" + kernel, new SupportVectorRegression { C = 2, Options = Options(kernel, shrinking) }.Fit(rows, LearnerLaws.Context()), sign: 1);
    }

    [Fact]
    public void One_class_agrees_with_libsvm()
    {
        var rows = Oracle.Table(Truth.Columns("table"), Truth.Numbers("binary"));
        Agree("one_class", new OneClassSupportVectors { Nu = 0.3, Options = Options("rbf", true) }.Fit(rows, LearnerLaws.Context()), sign: -1);
    }

    [Fact]
    public void Votes_agree_with_libsvm()
    {
        var rows = Oracle.Table(Truth.Columns("table"), Truth.Numbers("three"));
        var model = (SupportVectorClassifier)new SupportVectorClassification { Classes = 3, Options = Options("rbf", true) }.Fit(rows, LearnerLaws.Context(2));
        var (truth, query, margins) = (Truth.GetProperty("svc_three"), Truth.Columns("query"), new double[3]);
        var (decisions, classes) = (truth.GetProperty("decisions").EnumerateArray().ToArray(), truth.Numbers("classes"));
        Assert.Equal(truth.GetProperty("vectors").GetInt32(), model.Count);
        for (var row = 0; row < 40; row++)
        {
            double[] vector = [.. query.Select(c => c[row])];
            model.Margins(vector, margins);
            for (var pair = 0; pair < 3; pair++)
                Assert.Equal(decisions[row][pair].GetDouble(), margins[pair], 1e-3);
            Assert.Equal(classes[row], model.Predict(vector));
        }
    }

    private static void Agree(string name, IModel model, int sign)
    {
        var (truth, query, found) = (Truth.GetProperty(name), Truth.Columns("query"), (SupportVectorModel)model);
        var decisions = truth.Numbers("decisions");
        Assert.InRange(found.Count, truth.GetProperty("vectors").GetInt32() - 1, truth.GetProperty("vectors").GetInt32() + 1);
        if (truth.TryGetProperty("objective", out var objective))
            Assert.Equal(objective.GetDouble(), found.Objective, 1e-4 * Math.Max(1, Math.Abs(found.Objective)));
        for (var row = 0; row < decisions.Length; row++)
            Assert.Equal(sign * decisions[row], found.Predict([.. query.Select(c => c[row])]), 1e-3 * Math.Max(1, Math.Abs(decisions[row])));
    }
}
