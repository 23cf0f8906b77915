namespace Bellwether.Learning.TreeObjectives;

/// <summary>Discounted cumulative gain (Järvelin and Kekäläinen, 2002) with gain 2^grade - 1 and discount 1 / log2(1 + place).</summary>
internal static class Gain
{
    /// <summary>2^grade - 1.</summary>
    public static double Of(double grade) => Math.ScaleB(1, (int)grade) - 1;

    /// <summary>1 / log2(2 + place), places from 0.</summary>
    public static double Discount(int place) => 1 / Math.Log2(2 + place);

    /// <summary>The places of n rows in order of falling scores, equal ones in their own order.</summary>
    public static void Order(ReadOnlySpan<double> scores, Span<int> order)
    {
        Span<double> keys = scores.Length <= 256 ? stackalloc double[scores.Length] : new double[scores.Length];
        for (var i = 0; i < scores.Length; i++)
            (keys[i], order[i]) = (-scores[i], i);
        keys.Sort(order, static (a, b) => a.CompareTo(b));

        // the sort is not stable, so rows of one score are put in order afterwards
        for (var i = 0; i < order.Length;)
        {
            var j = i + 1;
            while (j < order.Length && keys[j] == keys[i])
                j++;
            order[i..j].Sort();
            i = j;
        }
    }

    /// <summary>The greatest DCG that grades can reach within the first <paramref name="cut"/> places.</summary>
    public static double Ideal(ReadOnlySpan<double> grades, int cut)
    {
        Span<double> sorted = grades.Length <= 256 ? stackalloc double[grades.Length] : new double[grades.Length];
        grades.CopyTo(sorted);
        sorted.Sort();
        var sum = 0.0;
        for (var place = 0; place < Math.Min(cut, sorted.Length); place++)
            sum += Of(sorted[^(place + 1)]) * Discount(place);
        return sum;
    }

    /// <summary>NDCG at a cut; 1 for a group without any gain, as in LightGBM.</summary>
    public static double Ndcg(ReadOnlySpan<double> grades, ReadOnlySpan<double> scores, int cut)
    {
        var ideal = Ideal(grades, cut);
        if (ideal <= 0)
            return 1;
        Span<int> order = grades.Length <= 256 ? stackalloc int[grades.Length] : new int[grades.Length];
        Order(scores, order);
        var sum = 0.0;
        for (var place = 0; place < Math.Min(cut, order.Length); place++)
            sum += Of(grades[order[place]]) * Discount(place);
        return sum / ideal;
    }
}
