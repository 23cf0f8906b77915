using Bellwether.Data.Models;
using Bellwether.Learning.Online;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Margins;

/// <summary>Passive-aggressive learning in motion.</summary>
internal sealed class PassiveAggressiveTrainer(PassiveAggressive options, int width) : IOnlineTrainer
{
    private readonly OnlineWeights _weights = new(width);

    public long Rows { get; private set; }

    public double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values) => _weights.Margin(columns, values);

    public void Update(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double label, double weight = 1)
    {
        OnlineRows.Require(columns, values, label, weight, _weights.Width);
        Rows++;
        var sign = label == 1 ? 1 : -1;
        var loss = 1 - (sign * Score(columns, values));
        if (!(loss > 0) || weight == 0)
            return;
        var norm = options.Intercept ? 1.0 : 0;
        foreach (var value in values)
            norm += (double)value * value;
        if (norm == 0)
            return;
        var step = sign * options.Variant switch
        {
            PassiveAggressiveVariant.Full => weight * loss / norm,
            PassiveAggressiveVariant.Capped => Math.Min(options.C * weight, loss / norm),
            _ => loss / (norm + (1 / (2 * options.C * weight))),
        };
        _weights.Add(columns, values, step);
        if (options.Intercept)
            _weights.Intercept = RowScores.Finite(_weights.Intercept + step);
    }

    public ISparseModel Snapshot() => _weights.Snapshot(ModelOutput.Score);
}
