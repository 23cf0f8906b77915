using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Features.Transforms;
using Bellwether.Numerics.Random;

namespace Bellwether.Features.Tests.Transforms;

/// <summary>Compares with scikit-learn; the table was made by Oracles/transforms.py.</summary>
public sealed class TransformOracleTests
{
    private static readonly Dictionary<string, double[]> _table = ReadTable();

    public static TheoryData<string, ITransform> Numeric => new()
    {
        { "standard", new StandardScale() },
        { "minmax", new MinMaxScale { Low = -1, High = 3 } },
        { "robust", new RobustScale() },
        { "impute_mean", new Impute { With = ImputeWith.Mean } },
        { "impute_median", new Impute() },
        { "impute_constant", new Impute { With = ImputeWith.Constant, Constant = -9.5 } },
        { "winsorize", new Winsorize { Lower = 0.05, Upper = 0.9 } },
        { "log", new LogScale() },
    };

    [Theory]
    [MemberData(nameof(Numeric), DisableDiscoveryEnumeration = true)]
    public void Numeric_transforms_agree_with_scikit_learn(string name, ITransform transform)
    {
        var fit = transform.Fit(Rows(FeatureKind.Numeric, "x0", "x1", "x2"), new FitContext(new Seed(1)));
        var expected = Enumerable.Range(0, 10).Select(i => _table.GetValueOrDefault(name + i)).TakeWhile(c => c is not null).ToList();
        Assert.Equal(expected.Count, fit.Train.Width);
        for (var i = 0; i < expected.Count; i++)
            AssertClose(expected[i]!, fit.Train.Column(i));
    }

    [Fact]
    public void One_hot_agrees_with_scikit_learn_for_unseen_categories_too()
    {
        var fit = new OneHot().Fit(Rows(FeatureKind.Categorical, "c"), new FitContext(new Seed(1)));
        var rows = TransformedRows.Of(fit.Transform, Rows(FeatureKind.Categorical, "c_new").WithColumns(fit.Transform.Input, [_table["c_new"]]));
        Assert.Equal(["c=0", "c=1", "c=2", "c=3", "c=4"], rows.Schema.Features.Select(f => f.Name));
        for (var i = 0; i < rows.Width; i++)
            AssertClose(_table["onehot" + i], rows.Column(i));
    }

    [Fact]
    public void Ordinal_agrees_with_scikit_learn_for_unseen_categories_too()
    {
        var fit = new Ordinal().Fit(Rows(FeatureKind.Categorical, "c"), new FitContext(new Seed(1)));
        var rows = TransformedRows.Of(fit.Transform, Rows(FeatureKind.Categorical, "c").WithColumns(fit.Transform.Input, [_table["c_new"]]));
        AssertClose(_table["ordinal"], rows.Column(0));
    }

    private static Dataset Rows(FeatureKind kind, params string[] names)
    {
        var n = _table[names[0]].Length;
        return new Dataset(new FeatureSchema(names.Select(x => new FeatureSpec(x, kind))), [.. names.Select(x => _table[x])], new double[n], new long[n]);
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= 1e-12 * (1 + Math.Abs(expected[i])),
                string.Create(CultureInfo.InvariantCulture, $"row {i}: expected {expected[i]:R}, got {actual[i]:R}"));
    }

    private static Dictionary<string, double[]> ReadTable()
    {
        using var reader = new StreamReader(typeof(TransformOracleTests).Assembly.GetManifestResourceStream("transforms.csv")!);
        var table = new Dictionary<string, double[]>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            table.Add(fields[0], Array.ConvertAll(fields[1..], f => f == "nan" ? double.NaN : double.Parse(f, CultureInfo.InvariantCulture)));
        }

        return table;
    }
}
