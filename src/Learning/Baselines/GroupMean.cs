using System.Runtime.InteropServices;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Baselines;

/// <summary>Answers the mean label of the group that a vector falls into, e.g. mean speed by hour, or by zone and hour.</summary>
/// <remarks>
/// <para>Groups are nested in the order of the features: the mean of (zone, hour) is drawn towards the mean of (zone), and that towards
/// the mean of all, each as if <see cref="Shrinkage"/> rows of the wider mean had been seen: (Σwy + k·wider) / (Σw + k). A group not seen
/// in training answers with the narrowest wider group that was; missing is a group of its own.</para>
/// <para>Numbers group by equality, so numeric features should be whole numbers or binned. The order of rows changes only the last
/// bits. One pass over the rows for each feature.</para>
/// </remarks>
/// <param name="Features">Names of the grouping features, widest first; at least one.</param>
public sealed record GroupMean(params IReadOnlyList<string> Features) : ILearner
{
    /// <summary>What the score means; labels must be 0 or 1 for a probability.</summary>
    public ModelOutput Output { get; init; } = ModelOutput.Value;

    /// <summary>How many rows' worth of the wider mean each group starts with; 0 for plain means.</summary>
    public double Shrinkage { get; init => field = Require.NotNegative(value); } = 10;

    /// <inheritdoc/>
    public string Name { get; init; } = "group mean";

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        if (Features.Count == 0)
            throw new ArgumentException($"'{Name}' must have at least one feature to group by.");
        TrainingRows.Check(train, Output, Name);
        var places = new int[Features.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = train.Schema.IndexOf(Features[i]) is >= 0 and var place ? place : throw new TrainingException(
                $"'{Name}' groups by feature '{Features[i]}', which the schema does not have; it has {string.Join(", ", train.Schema.Features.Select(f => f.Name))}.");

        var mean = TrainingRows.MeanLabel(train);
        var keys = new ulong[train.Rows];
        var wider = new double[train.Rows];
        wider.AsSpan().Fill(mean);
        var levels = new GroupLevel[places.Length];
        for (var level = 0; level < levels.Length; level++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            levels[level] = Level(train, places[level], keys, wider);
        }

        return new GroupMeanModel(train.Schema, Output, mean, places, levels);
    }

    private GroupLevel Level(Dataset train, int place, ulong[] keys, double[] wider)
    {
        var groups = new Dictionary<ulong, (double Weight, double Sum, double Wider)>();
        var column = train.Column(place);
        var labels = train.Labels;
        for (var row = 0; row < keys.Length; row++)
        {
            keys[row] = GroupLevel.Key(keys[row], column[row]);
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, keys[row], out _);
            var weight = train.Weight(row);
            group = (group.Weight + weight, group.Sum + (weight * labels[row]), wider[row]);
        }

        var sorted = new ulong[groups.Count];
        groups.Keys.CopyTo(sorted, 0);
        Array.Sort(sorted);
        var means = new double[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            var (weight, sum, above) = groups[sorted[i]];
            means[i] = RowScores.Finite(weight + Shrinkage > 0 ? (sum + (Shrinkage * above)) / (weight + Shrinkage) : above);
        }

        var built = new GroupLevel(sorted, means);
        for (var row = 0; row < keys.Length; row++)
            wider[row] = built.Find(keys[row], wider[row]);
        return built;
    }
}
