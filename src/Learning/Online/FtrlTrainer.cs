using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sparse;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Learning.Online;

/// <summary>z and n per column, and what they make of a row.</summary>
internal sealed class FtrlTrainer(FtrlProximal options, int width) : IOnlineTrainer
{
    private const int Stride = 2;

    private readonly AdaptiveTable<float> _table = new(width, Stride);
    private readonly double _inverseAlpha = 1 / options.Alpha;
    private double _biasZ, _biasN;
    private int[] _places = new int[64];
    private double[] _weights = new double[64];

    public long Rows { get; private set; }

    private double Bias => Weight(_biasZ, _biasN, 0);

    public double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var sum = Bias;
        for (var i = 0; i < columns.Length; i++)
            if ((uint)columns[i] < (uint)_table.Width && _table.Find(columns[i]) is >= 0 and var at)
                sum += Weight(_table.Values[at], _table.Values[at + 1], options.L1) * values[i];
        return RowScores.Sigmoid(RowScores.Finite(sum));
    }

    public void Update(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double label, double weight = 1)
    {
        OnlineRows.Require(columns, values, label, weight, _table.Width);
        Rows++;
        if (weight == 0)
            return;
        var (places, weights, sum) = (OnlineRows.Room(ref _places, columns.Length), OnlineRows.Room(ref _weights, columns.Length), Bias);
        _table.Reserve(columns.Length);
        var table = _table.Values;
        for (var i = 0; i < columns.Length; i++)
        {
            var at = options.Inclusion >= 1 || IsKnown(columns[i]) || Enters(columns[i]) ? _table.FindOrAdd(columns[i]) : -1;
            places[i] = at;
            if (at >= 0)
                sum += (weights[i] = Weight(table[at], table[at + 1], options.L1)) * values[i];
        }

        var slope = weight * (RowScores.Sigmoid(RowScores.Finite(sum)) - label);
        for (var i = 0; i < columns.Length; i++)
        {
            if (places[i] is var at && at < 0)
                continue;
            double z = table[at], n = table[at + 1];
            Step(ref z, ref n, weights[i], slope * values[i]);
            (table[at], table[at + 1]) = (Single(z), Single(n));
        }

        Step(ref _biasZ, ref _biasN, Bias, slope);
    }

    public ISparseModel Snapshot()
    {
        var columns = _table.Columns();
        var weights = new double[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var at = _table.Find(columns[i]);
            weights[i] = Weight(_table.Values[at], _table.Values[at + 1], options.L1);
        }

        return new SparseLinearModel(ColumnWeights<double>.Of(_table.Width, columns, 1, weights), Bias, ModelOutput.Probability);
    }

    private double Weight(double z, double n, double l1) =>
        Math.Abs(z) <= l1 ? 0 : (Math.CopySign(l1, z) - z) / (((options.Beta + Math.Sqrt(n)) * _inverseAlpha) + options.L2);

    private void Step(ref double z, ref double n, double weight, double gradient)
    {
        var next = n + (gradient * gradient);
        z += gradient - ((Math.Sqrt(next) - Math.Sqrt(n)) * _inverseAlpha * weight);
        n = next;
    }

    private bool IsKnown(int column) => _table.Find(column) is >= 0 and var at && _table.Values[at + 1] > 0;

    // A coin that depends on what was seen and not on a generator: the same stream gives the same table.
    private bool Enters(int column) => (StableHash.Of((ulong)Rows, (ulong)column) >> 11) * (1.0 / (1UL << 53)) < options.Inclusion;

    private static float Single(double value) => (float)Math.Clamp(value, -1e38, 1e38);
}
