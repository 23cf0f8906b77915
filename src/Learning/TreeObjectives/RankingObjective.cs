using Bellwether.Data.Models;
using Bellwether.Learning.TreeGrowth;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>An objective over groups (queries): labels are grades, and only the order within a group counts. Early stopping watches
/// 1 - NDCG.</summary>
internal abstract class RankingObjective(Targets targets, int cut) : Objective(targets)
{
    /// <inheritdoc/>
    public override ModelOutput Output => ModelOutput.Score;

    /// <inheritdoc/>
    public override double[] Start() => [0];

    /// <inheritdoc/>
    public override void Fill(int round, double[][] scores, float[][] pairs, Crew crew) => crew.Blocks(Targets.Groups, (_, from, to) =>
    {
        for (var group = from; group < to; group++)
        {
            var (first, end) = (Targets.Starts[group], Targets.Starts[group + 1]);
            var mine = pairs[0].AsSpan(first * 2, (end - first) * 2);
            mine.Clear();
            FillGroup(round, group, Targets.Labels[first..end], scores[0].AsSpan(first, end - first), mine);
            for (var row = first; row < end; row++)
            {
                var weight = (float)Targets.Weight(row);
                (mine[(row - first) * 2], mine[((row - first) * 2) + 1]) = (mine[(row - first) * 2] * weight, Math.Max(mine[((row - first) * 2) + 1] * weight, 1e-16f * weight));
            }
        }
    }, 16);

    /// <inheritdoc/>
    public override double Loss(Targets rows, double[][] scores)
    {
        var sum = 0.0;
        for (var group = 0; group < rows.Groups; group++)
        {
            var (first, end) = (rows.Starts[group], rows.Starts[group + 1]);
            sum += 1 - Gain.Ndcg(rows.Labels[first..end], scores[0].AsSpan(first, end - first), cut);
        }

        return sum;
    }

    /// <summary>Adds to the (gradient, Hessian) pairs of a group's rows, which are 0.</summary>
    protected abstract void FillGroup(int round, int group, ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> pairs);
}
