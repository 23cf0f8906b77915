namespace Bellwether.Learning.Forecasting;

/// <summary>Lag polynomials of ARIMA models.</summary>
internal static class ArimaPolynomial
{
    /// <summary>Coefficients (k) of a stationary autoregression from partial autocorrelations in (-1, 1): the Durbin-Levinson recursion (Monahan 1984).</summary>
    public static double[] FromPartials(ReadOnlySpan<double> partials)
    {
        var coefficients = partials.ToArray();
        var before = new double[coefficients.Length];
        for (var j = 1; j < coefficients.Length; j++)
        {
            Array.Copy(coefficients, before, j);
            for (var k = 0; k < j; k++)
                coefficients[k] = before[k] - (partials[j] * before[j - k - 1]);
        }

        return coefficients;
    }

    /// <summary>The coefficients of (1 - Σ own L^i)(1 - Σ seasonal L^(m i)), in the same form, signs included.</summary>
    public static double[] Product(ReadOnlySpan<double> own, ReadOnlySpan<double> seasonal, int m)
    {
        var product = new double[own.Length + (seasonal.Length * m)];
        for (var i = 0; i <= own.Length; i++)
            for (var j = 0; j <= seasonal.Length; j++)
                if (i + j > 0)
                {
                    var factor = (i == 0 ? 1 : -own[i - 1]) * (j == 0 ? 1 : -seasonal[j - 1]);
                    product[i + (j * m) - 1] -= factor;
                }

        return product;
    }

    /// <summary>The coefficients of differencing, as those of an autoregression: y = w + Σ c_i y before.</summary>
    public static double[] Differencing(int differences, int seasonalDifferences, int m)
    {
        double[] product = [];
        for (var i = 0; i < differences; i++)
            product = Product(product, [1], 1);
        for (var i = 0; i < seasonalDifferences; i++)
            product = Product(product, [1], m);
        return product;
    }

    /// <summary>The differenced series.</summary>
    public static double[] Difference(ReadOnlySpan<double> values, ReadOnlySpan<double> differencing)
    {
        var differenced = new double[Math.Max(0, values.Length - differencing.Length)];
        for (var t = 0; t < differenced.Length; t++)
        {
            differenced[t] = values[t + differencing.Length];
            for (var i = 0; i < differencing.Length; i++)
                if (differencing[i] != 0)
                    differenced[t] -= differencing[i] * values[t + differencing.Length - 1 - i];
        }

        return differenced;
    }
}
