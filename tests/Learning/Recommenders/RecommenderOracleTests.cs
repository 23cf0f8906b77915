using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Recommenders;

/// <summary>Against numpy's inverse and SVD and scikit-learn's elastic net and cosine: <c>Oracles/make_recommenders.py</c>.</summary>
public sealed class RecommenderOracleTests
{
    private static readonly JsonElement Expected = Oracle.Read("recommenders.json");
    private static readonly FitContext Context = new(new Seed(1));

    [Fact]
    public void Ease_equals_the_formula_with_a_plain_inverse() => Weights(new Ease { L2 = 3 }, "ease", 1e-6);

    [Fact]
    public void Slim_equals_scikit_learns_elastic_net() => Weights(new Slim { L1 = 2, L2 = 1.5, Tolerance = 1e-10, MaxSweeps = 10_000 }, "slim", 1e-6);

    [Fact]
    public void Item_neighbours_equal_scikit_learns_cosine() => Weights(new ItemNeighbours { Neighbours = 100 }, "cosine", 1e-6);

    [Fact]
    public void PureSvd_equals_the_projection_by_numpys_svd()
    {
        var (data, expected) = (Data(), Matrix("svd"));
        var model = new PureSvd { Factors = 4 }.Fit(data, Context);
        var scores = new float[data.Items];
        foreach (var user in Enumerable.Range(0, data.Users).Where(u => !data.ByUser.Columns(u).IsEmpty))
        {
            model.Score(user, scores);
            for (var item = 0; item < data.Items; item++)
                Assert.Equal(expected[user][item], scores[item], 1e-4);
        }
    }

    [Fact]
    public void Randomized_svd_equals_numpys_singular_values()
    {
        var svd = RandomizedSvd.Decompose(Data().ByUser, 4, new Seed(1));
        for (var i = 0; i < 4; i++)
            Assert.Equal(Expected.Numbers("singular")[i], svd.Values[i], 1e-7);
    }

    [Fact]
    public void An_als_step_solves_the_normal_equations_of_a_user()
    {
        var (data, v) = (Data(), Matrix("v"));
        float[] items = [.. v.SelectMany(r => r).Select(n => (float)n)];
        var users = new float[data.Users * 4];
        new AlsStep(data.ByUser, new FoldIn(FoldKind.Implicit, 0.05, 0.2, 0.7), 4, Context).Solve(items, users);
        var expected = Expected.Numbers("als");
        for (var f = 0; f < 4; f++)
            Assert.Equal(expected[f], users[f], 1e-5);
    }

    private static void Weights(IRecommenderLearner learner, string name, double tolerance)
    {
        var (model, expected) = ((ItemItemModel)learner.Fit(Data(), Context), Matrix(name));
        for (var from = 0; from < expected.Length; from++)
            for (var to = 0; to < expected.Length; to++)
                Assert.Equal(expected[from][to], model.Weight(from, to), tolerance);
    }

    private static Interactions Data()
    {
        var x = Matrix("x");
        return Interactions.From(x.Length, x[0].Length, x.SelectMany((row, u) => row.Select((value, i) => (u, i, (float)value)).Where(t => t.Item3 > 0)));
    }

    private static double[][] Matrix(string name) =>
        [.. Expected.GetProperty(name).EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
}
