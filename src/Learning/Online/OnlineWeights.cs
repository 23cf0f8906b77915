using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sparse;

namespace Bellwether.Learning.Online;

/// <summary>One weight per column met, and an intercept, that an online learner moves along rows.</summary>
internal sealed class OnlineWeights(int width)
{
    private readonly AdaptiveTable<double> _table = new(width, 1);
    private int[] _places = new int[64];
    private double _scale = 1;

    public int Width => _table.Width;

    public double Intercept { get; set; }

    /// <summary>The sum for a row.</summary>
    public double Margin(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        for (var i = 0; i < columns.Length; i++)
            if ((uint)columns[i] < (uint)_table.Width && _table.Find(columns[i]) is >= 0 and var at)
                sum += _table.Values[at] * values[i];
        return RowScores.Finite((sum * _scale) + Intercept);
    }

    /// <summary>Multiplies all weights but the intercept, at once for all (Bottou, 2012, section 5.1).</summary>
    public void Shrink(double factor)
    {
        _scale *= factor;
        if (_scale is > 1e-9 and < 1e9)
            return;
        for (var i = 0; i < _table.Values.Length; i++)
            _table.Values[i] *= _scale;
        _scale = 1;
    }

    /// <summary>Adds a multiple of a row.</summary>
    public void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double step)
    {
        if (step == 0)
            return;
        var places = OnlineRows.Room(ref _places, columns.Length);
        _table.Reserve(columns.Length);
        for (var i = 0; i < columns.Length; i++)
            places[i] = _table.FindOrAdd(columns[i]);
        for (var i = 0; i < columns.Length; i++)
            _table.Values[places[i]] = RowScores.Finite(_table.Values[places[i]] + (step / _scale * values[i]));
    }

    /// <summary>The model as it stands.</summary>
    public SparseLinearModel Snapshot(ModelOutput output)
    {
        var columns = _table.Columns();
        var weights = new double[columns.Length];
        for (var i = 0; i < columns.Length; i++)
            weights[i] = _table.Values[_table.Find(columns[i])] * _scale;
        return new SparseLinearModel(ColumnWeights<double>.Of(_table.Width, columns, 1, weights), Intercept, output);
    }
}
