using Bellwether.Evaluation.Intervals;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>What a method said of each text, and the truth.</summary>
/// <param name="Truth">The class of each text (n).</param>
/// <param name="Said">The class that the method gave it (n).</param>
/// <param name="Classes">k.</param>
internal sealed record TextVerdicts(int[] Truth, int[] Said, int Classes)
{
    /// <summary>The share of texts whose class is right.</summary>
    public Estimate Accuracy() => Recall(_ => true);

    /// <summary>The same among texts of which something holds.</summary>
    public Estimate Recall(Func<int, bool> truth) =>
        new Bootstrap().Mean([.. Enumerable.Range(0, Truth.Length).Where(i => truth(Truth[i])).Select(i => Truth[i] == Said[i] ? 1.0 : 0)]);

    /// <summary>A figure of the table of truth against verdict (k, k), with an interval by 200 draws of texts with replacement.</summary>
    public Estimate Estimate(Func<double[,], double> figure)
    {
        var (stream, values, pick) = (new Numerics.Random.Seed(20_260).Stream(), new double[200], new int[Truth.Length]);
        for (var b = 0; b < values.Length; b++)
        {
            for (var i = 0; i < pick.Length; i++)
                pick[i] = stream.NextInt(pick.Length);
            values[b] = figure(Table(pick));
        }

        Array.Sort(values);
        return new Estimate(figure(Table([.. Enumerable.Range(0, Truth.Length)])), values[4], values[195], Truth.Length, IntervalMethod.Percentile);
    }

    /// <summary>The mean over classes of the harmonic mean of precision and recall.</summary>
    public static double MacroF1(double[,] table) => F1(table, (_, _) => 1);

    /// <summary>The same, weighted by how frequent a class is.</summary>
    public static double WeightedF1(double[,] table) => F1(table, (_, count) => count);

    /// <summary>Matthews' correlation of two classes.</summary>
    public static double Matthews(double[,] table)
    {
        var (tn, fp, fn, tp) = (table[0, 0], table[0, 1], table[1, 0], table[1, 1]);
        var scale = Math.Sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
        return scale > 0 ? ((tp * tn) - (fp * fn)) / scale : 0;
    }

    private static double F1(double[,] table, Func<int, double, double> weight)
    {
        var (k, sum, weights) = (table.GetLength(0), 0.0, 0.0);
        for (var c = 0; c < k; c++)
        {
            var (truth, said) = (0.0, 0.0);
            for (var other = 0; other < k; other++)
            {
                truth += table[c, other];
                said += table[other, c];
            }

            if (truth + said == 0)
                continue;
            sum += weight(c, truth) * 2 * table[c, c] / (truth + said);
            weights += weight(c, truth);
        }

        return sum / weights;
    }

    private double[,] Table(int[] texts)
    {
        var table = new double[Classes, Classes];
        foreach (var text in texts)
            table[Truth[text], Said[text]]++;
        return table;
    }
}
