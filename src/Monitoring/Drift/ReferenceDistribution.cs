using System.Text.Json.Serialization;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Monitoring.Drift;

/// <summary>What one feature looked like when the model was trained: bins with counts, small enough to be stored beside the model as JSON.</summary>
/// <remarks>Numeric features have quantile bins, closed above: bin i holds values above edge i - 1 and up to edge i, the last everything
/// higher. Categorical ones have a bin for each of the most frequent codes, one for all other codes that were seen, and one, empty
/// here, for codes that were not. Immutable; safe to share.</remarks>
public sealed class ReferenceDistribution
{
    /// <summary>Numeric bins at most.</summary>
    public const int NumericBins = 50;

    /// <summary>Categories with a bin of their own at most.</summary>
    public const int OwnBins = 30;

    /// <summary>Codes that are remembered as seen at most; of a feature with more, the rarest count as unseen and their share is known.</summary>
    public const int KnownCodes = 20_000;

    private readonly Dictionary<long, int>? _binOfCode;

    /// <summary>Restores a stored reference.</summary>
    /// <param name="name">The feature.</param>
    /// <param name="kind">Numeric or categorical.</param>
    /// <param name="edges">Upper edges (bins - 1), ascending, of a numeric feature; empty for a categorical one.</param>
    /// <param name="codes">Known codes of a categorical feature, the most frequent first; empty for a numeric one.</param>
    /// <param name="counts">Counts per bin.</param>
    /// <param name="missing">Rows without a value.</param>
    /// <exception cref="ArgumentException">The parts do not agree.</exception>
    [JsonConstructor]
    public ReferenceDistribution(string name, FeatureKind kind, double[] edges, long[] codes, double[] counts, long missing)
    {
        Name = Require.NotBlank(name);
        (Kind, Edges, Codes, Counts, Missing) = (kind, edges, codes, counts, missing);
        Require.SameLength(kind == FeatureKind.Numeric ? edges.Length + 1 : Math.Min(OwnBins, codes.Length) + 2, counts.Length, nameof(counts));
        if (kind == FeatureKind.Categorical)
        {
            _binOfCode = new Dictionary<long, int>(codes.Length);
            for (var i = 0; i < codes.Length; i++)
                _binOfCode[codes[i]] = Math.Min(i, counts.Length - 2);
        }

        Coarse = kind == FeatureKind.Numeric ? Coarsen(counts, 10) : [.. Enumerable.Range(0, counts.Length)];
    }

    /// <summary>The feature.</summary>
    public string Name { get; }

    /// <summary>Numeric or categorical.</summary>
    public FeatureKind Kind { get; }

    /// <summary>Upper edges of the numeric bins but the last.</summary>
    public double[] Edges { get; }

    /// <summary>Known codes, the most frequent first.</summary>
    public long[] Codes { get; }

    /// <summary>Counts per bin.</summary>
    public double[] Counts { get; }

    /// <summary>Rows without a value.</summary>
    public long Missing { get; }

    /// <summary>Rows with a value.</summary>
    [JsonIgnore]
    public double Present => Counts.Sum();

    /// <summary>The share of rows without a value; 0 for no rows.</summary>
    [JsonIgnore]
    public double MissingShare => Missing + Present > 0 ? Missing / (Missing + Present) : 0;

    /// <summary>How many bins there are.</summary>
    [JsonIgnore]
    public int Bins => Counts.Length;

    /// <summary>The share of reference values whose code is not known, because there were too many codes.</summary>
    [JsonIgnore]
    public double UnseenShare => Kind == FeatureKind.Categorical && Present > 0 ? Counts[^1] / Present : 0;

    /// <summary>The coarse bin of each bin, about ten in all: the ones that PSI and Jensen-Shannon are computed over.</summary>
    [JsonIgnore]
    internal int[] Coarse { get; }

    /// <summary>Builds the reference of a column.</summary>
    /// <param name="name">The feature.</param>
    /// <param name="kind">Numeric or categorical.</param>
    /// <param name="values">Values (n); NaN is missing. Infinite values are binned at the ends.</param>
    public static ReferenceDistribution Of(string name, FeatureKind kind, ReadOnlySpan<double> values)
    {
        var present = new List<double>(values.Length);
        foreach (var value in values)
            if (!double.IsNaN(value))
                present.Add(value);
        var missing = values.Length - present.Count;
        return kind == FeatureKind.Numeric ? Numeric(name, [.. present], missing) : Categorical(name, present, missing);
    }

    /// <summary>The bin of a value that is not NaN. O(log bins) or O(1); no allocation.</summary>
    public int BinOf(double value)
    {
        if (_binOfCode is not null)
            return _binOfCode.TryGetValue((long)value, out var own) ? own : Counts.Length - 1;
        var edges = Edges;
        int low = 0, left = edges.Length;
        while (left > 0) // without branches on the data, which nothing could predict
        {
            var half = (left + 1) >> 1;
            low += half & -(edges[low + half - 1] < value ? 1 : 0);
            left -= half;
        }

        return low;
    }

    private static ReferenceDistribution Numeric(string name, double[] present, int missing)
    {
        Array.Sort(present);
        var edges = new List<double>();
        for (var i = 1; i < NumericBins && present.Length > 0; i++)
        {
            var edge = present[(int)((long)i * (present.Length - 1) / NumericBins)];
            if (edge < present[^1] && (edges.Count == 0 || edge > edges[^1]))
                edges.Add(edge);
        }

        // Values below the smallest are new, and deserve a bin where the smallest is frequent (counts that are mostly 0).
        if (present.Length > 0 && (edges.Count == 0 || edges[0] == present[0]) && double.IsFinite(present[0]))
            edges.Insert(0, Math.BitDecrement(present[0]));
        if (present.Length > 0 && double.IsFinite(present[^1]))
            edges.Add(present[^1]);
        var counts = new double[edges.Count + 1];
        var empty = new ReferenceDistribution(name, FeatureKind.Numeric, [.. edges], [], counts, missing);
        foreach (var value in present)
            counts[empty.BinOf(value)]++;
        return new ReferenceDistribution(name, FeatureKind.Numeric, empty.Edges, [], counts, missing);
    }

    private static ReferenceDistribution Categorical(string name, List<double> present, int missing)
    {
        var frequencies = new Dictionary<long, long>();
        foreach (var value in present)
            frequencies[(long)value] = frequencies.GetValueOrDefault((long)value) + 1;
        var ordered = frequencies.OrderByDescending(f => f.Value).ThenBy(f => f.Key).ToArray();
        long[] codes = [.. ordered.Take(KnownCodes).Select(f => f.Key)];
        var counts = new double[Math.Min(OwnBins, codes.Length) + 2];
        for (var i = 0; i < ordered.Length; i++)
            counts[i >= KnownCodes ? counts.Length - 1 : Math.Min(i, counts.Length - 2)] += ordered[i].Value;
        return new ReferenceDistribution(name, FeatureKind.Categorical, [], codes, counts, missing);
    }

    private static int[] Coarsen(double[] counts, int wanted)
    {
        var coarse = new int[counts.Length];
        var total = counts.Sum();
        double mass = 0;
        var group = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            // The open bins at the ends, which hold nothing of the reference, stay alone: what falls there was never seen before.
            if (i > 0 && i == counts.Length - 1 && counts[i] == 0 && mass > 0)
                group++;
            coarse[i] = group;
            mass += counts[i];
            if (mass < total / wanted * 0.999 && !(i == 0 && counts[i] == 0))
                continue;
            mass = 0;
            group++;
        }

        return coarse;
    }
}
