using Bellwether.Data.Models;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Online;

/// <summary>Stochastic gradient descent in motion.</summary>
internal sealed class SgdTrainer(SgdLogisticRegression options, int width) : IOnlineTrainer
{
    private readonly OnlineWeights _weights = new(width);

    public long Rows { get; private set; }

    public double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values) => RowScores.Sigmoid(_weights.Margin(columns, values));

    public void Update(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double label, double weight = 1)
    {
        OnlineRows.Require(columns, values, label, weight, _weights.Width);
        var rate = options.LearningRate / (1 + (options.L2 * options.LearningRate * Rows));
        Rows++;
        if (weight == 0)
            return;
        var pull = weight * (label - Score(columns, values));
        _weights.Shrink(1 / (1 + (rate * weight * options.L2)));
        _weights.Add(columns, values, rate * pull);
        _weights.Intercept = RowScores.Finite(_weights.Intercept + (rate * pull));
    }

    public ISparseModel Snapshot() => _weights.Snapshot(ModelOutput.Probability);
}
