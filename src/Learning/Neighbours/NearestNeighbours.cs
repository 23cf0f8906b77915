using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Neighbours;

/// <summary>The answer of the k training rows nearest to a vector: a share of labels, or their mean.</summary>
/// <remarks>
/// <para>Rows become points: numbers are standardized (a missing or infinite one counts as the mean), categories count by overlap: squared distance 0 for the same code, 1 for
/// two different ones, ½ for one never seen in training; missing is a code of its own. The distance is Euclidean. The weight of a training row multiplies its vote.</para>
/// <para>Exact: a k-d tree where dimensions are few, every row where they are many. A fit is O(n d), or O(n d log n) for the tree; a prediction O(n d), or about O(log n). The model
/// holds all rows. Among equally near rows the earlier votes; apart from that the order of rows does not matter. Cover and Hart, "Nearest neighbor pattern classification" (1967).</para>
/// </remarks>
/// <param name="Output">Probability for labels 0 and 1, Class for labels 0 … <see cref="Classes"/> - 1, Value for numbers.</param>
public sealed record NearestNeighbours(ModelOutput Output = ModelOutput.Probability) : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "nearest neighbours";

    /// <summary>k; 5 by default, as in scikit-learn.</summary>
    public int Neighbours { get; init => field = Require.Positive(value); } = 5;

    /// <summary>How many classes there are where the output is a class.</summary>
    public int Classes { get; init => field = Require.InRange(value, 2, 65_536); } = 2;

    /// <summary>How much a neighbour's vote counts.</summary>
    public VoteWeights Weights { get; init; } = VoteWeights.Uniform;

    /// <summary>Whether numbers are divided by their standard deviation; on by default, since units are no distances.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>At most so many codes of a category are told apart; the rest count as never seen.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        if (Output is not (ModelOutput.Probability or ModelOutput.Value or ModelOutput.Class))
            throw new TrainingException($"'{Name}' must give a Probability, a Value or a Class, but was asked for a {Output}.");
        TrainingRows.Check(train, Output, Name);
        context.CancellationToken.ThrowIfCancellationRequested();
        if (Output == ModelOutput.Class)
            foreach (var label in train.Labels)
                if (!(label >= 0 && label < Classes && label == Math.Floor(label)))
                    throw new TrainingException(FormattableString.Invariant($"'{Name}' must have labels 0 to {Classes - 1}, but one is {label}."));
        var space = PointSpace.Of(train, Standardize, MaxCategories);
        var weights = train.Weights.IsEmpty ? null : train.Weights.ToArray();
        return Output == ModelOutput.Class
            ? new NeighbourClassifier(new NeighbourVotes(space, space.Encode(train), train.Labels.ToArray(), weights, Neighbours, Weights), Classes)
            : new NeighbourModel(new NeighbourVotes(space, space.Encode(train), train.Labels.ToArray(), weights, Neighbours, Weights), Output);
    }
}
