using System.Globalization;
using Bellwether.Numerics.Distributions;
using Bellwether.Numerics.Tests.Oracles;

namespace Bellwether.Numerics.Tests.Distributions;

public sealed class DistributionOracleTests
{
    private static readonly Dictionary<string, Func<double[], double>> Functions = new(StringComparer.Ordinal)
    {
        ["lgamma"] = a => SpecialFunctions.LogGamma(a[0]),
        ["erf"] = a => SpecialFunctions.Erf(a[0]),
        ["erfc"] = a => SpecialFunctions.Erfc(a[0]),
        ["gammap"] = a => SpecialFunctions.GammaP(a[0], a[1]),
        ["gammaq"] = a => SpecialFunctions.GammaQ(a[0], a[1]),
        ["betai"] = a => SpecialFunctions.BetaI(a[0], a[1], a[2]),
        ["normal.cdf"] = a => Normal.Cdf(a[0]),
        ["normal.sf"] = a => Normal.Survival(a[0]),
        ["normal.q"] = a => Normal.Quantile(a[0]),
        ["t.cdf"] = a => StudentT.Cdf(a[0], a[1]),
        ["t.sf"] = a => StudentT.Survival(a[0], a[1]),
        ["t.q"] = a => StudentT.Quantile(a[0], a[1]),
        ["chi2.cdf"] = a => ChiSquare.Cdf(a[0], a[1]),
        ["chi2.sf"] = a => ChiSquare.Survival(a[0], a[1]),
        ["chi2.q"] = a => ChiSquare.Quantile(a[0], a[1]),
        ["f.cdf"] = a => FisherF.Cdf(a[0], a[1], a[2]),
        ["f.sf"] = a => FisherF.Survival(a[0], a[1], a[2]),
        ["f.q"] = a => FisherF.Quantile(a[0], a[1], a[2]),
        ["beta.cdf"] = a => Beta.Cdf(a[0], a[1], a[2]),
        ["beta.sf"] = a => Beta.Survival(a[0], a[1], a[2]),
        ["beta.q"] = a => Beta.Quantile(a[0], a[1], a[2]),
        ["gamma.cdf"] = a => Gamma.Cdf(a[0], a[1], a[2]),
        ["gamma.sf"] = a => Gamma.Survival(a[0], a[1], a[2]),
        ["gamma.q"] = a => Gamma.Quantile(a[0], a[1], a[2]),
        ["kolmogorov.cdf"] = a => Kolmogorov.Cdf(a[0]),
        ["kolmogorov.sf"] = a => Kolmogorov.Survival(a[0]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_function_agrees_with_scipy_to_ten_digits(string name)
    {
        var seen = 0;
        foreach (var row in Oracle.Read("distributions.json").EnumerateArray().Where(r => r[0].GetString() == name))
        {
            var arguments = row[1].EnumerateArray().Select(a => a.GetDouble()).ToArray();
            var expected = row[2].GetDouble();
            var actual = Functions[name](arguments);
            Assert.True(Math.Abs(actual - expected) <= 1e-10 * Math.Abs(expected) + 1e-305,
                string.Create(CultureInfo.InvariantCulture, $"{name}({string.Join(", ", arguments)}) is {actual:R}, scipy says {expected:R}"));
            seen++;
        }

        Assert.True(seen >= 8, $"only {seen} values for {name}");
    }

    [Fact]
    public void Quantiles_invert_their_distribution_functions()
    {
        for (var p = 0.005; p < 1; p += 0.0173)
        {
            Assert.Equal(p, Normal.Cdf(Normal.Quantile(p)), 1e-13);
            Assert.Equal(p, StudentT.Cdf(StudentT.Quantile(p, 3.3), 3.3), 1e-12);
            Assert.Equal(p, ChiSquare.Cdf(ChiSquare.Quantile(p, 7), 7), 1e-12);
            Assert.Equal(p, Beta.Cdf(Beta.Quantile(p, 3, 2), 3, 2), 1e-12);
            Assert.Equal(p, Kolmogorov.Cdf(Kolmogorov.Quantile(p)), 1e-12);
        }
    }

    [Fact]
    public void Ends_of_the_support_are_exact()
    {
        Assert.Equal(double.NegativeInfinity, Normal.Quantile(0));
        Assert.Equal(double.PositiveInfinity, Normal.Quantile(1));
        Assert.Equal(0, ChiSquare.Quantile(0, 3));
        Assert.Equal(1, Beta.Quantile(1, 2, 3));
        Assert.Equal(0, FisherF.Cdf(-1, 2, 3));
        Assert.Equal(1, FisherF.Survival(0, 2, 3));
        Assert.Equal(1, FisherF.Cdf(double.PositiveInfinity, 2, 3));
        Assert.Equal(1, StudentT.Cdf(double.PositiveInfinity, 4));
        Assert.Equal(1.959963984540054, Normal.TwoSided(0.95), 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpecialFunctions.LogGamma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpecialFunctions.GammaP(1, -1));
    }
}
