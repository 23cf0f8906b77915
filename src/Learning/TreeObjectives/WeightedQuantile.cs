namespace Bellwether.Learning.TreeObjectives;

/// <summary>Quantiles of weighted values.</summary>
internal static class WeightedQuantile
{
    /// <summary>The quantile of n values: without weights by linear interpolation (type 7 of Hyndman and Fan), with weights the least value
    /// at which the share is reached. Both arrays are put in order; 0 for no values.</summary>
    public static double Of(double[] values, double[] weights, double share) => Of(values.AsSpan(), weights, share);

    /// <summary>The same of spans.</summary>
    public static double Of(Span<double> values, Span<double> weights, double share)
    {
        if (values.IsEmpty)
            return 0;
        if (weights.IsEmpty)
        {
            values.Sort();
            var place = share * (values.Length - 1);
            var below = (int)place;
            return below + 1 >= values.Length ? values[^1] : values[below] + ((place - below) * (values[below + 1] - values[below]));
        }

        values.Sort(weights);
        var (total, sum) = (0.0, 0.0);
        foreach (var weight in weights)
            total += weight;
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i];
            if (sum >= share * total && weights[i] > 0)
                return values[i];
        }

        return values[^1];
    }
}
