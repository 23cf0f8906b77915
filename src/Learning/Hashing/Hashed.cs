using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Hashing;

/// <summary>Lets a sparse learner learn from a table: categories, and crosses of features, become columns by hashing, so that any code of any feature has a
/// place without a vocabulary.</summary>
/// <remarks>
/// <para>Weinberger and others, "Feature hashing for large scale multitask learning" (2009), with one change: every feature and cross has a range of columns of
/// its own (a field), so that codes of different features never collide, a row's columns rise, and field-aware models know the field of a column. A numeric
/// feature has two columns, its standardized value and 1 when missing; or, with <see cref="NumericBins"/>, one column per quantile bin and one for missing. The
/// rest of the 2^bits columns is shared equally by categorical features and crosses; a missing category is a code like any other.</para>
/// <para>Unseen codes fall on some column of their field, which most often has no weight. In a cross a numeric feature counts by its bin, or by its very value
/// where it has no bins. Deterministic as the learner is. Labels are passed on as they are.</para>
/// </remarks>
/// <param name="Learner">What learns from the sparse rows.</param>
/// <param name="Bits">The width is 2^bits: from 4 to 30.</param>
public sealed record Hashed(ISparseLearner Learner, int Bits = 18) : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "hashed " + Learner.Name;

    /// <summary>The width is 2^bits: from 4 to 30.</summary>
    public int Bits { get; init => field = Require.InRange(value, 4, 30); } = Require.InRange(Bits, 4, 30);

    /// <summary>How many quantile bins a numeric feature falls into; 0, the default, keeps numbers as numbers.</summary>
    public int NumericBins { get; init => field = Require.InRange(value, 0, 10_000); }

    /// <summary>Features, by name, whose values together are one more category, e.g. <c>["site", "hour"]</c>.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Crosses { get; init; } = [];

    /// <inheritdoc/>
    /// <returns>A <see cref="HashedModel"/>, or a <see cref="HashedClassifier"/> where the sparse model gives probabilities of k classes.</returns>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Class, Name);
        context.CancellationToken.ThrowIfCancellationRequested();
        var encoder = HashEncoder.Of(train, this);
        var model = Learner.Fit(encoder.Encode(train), context with { Validation = null });
        return model.Output == ModelOutput.Class ? new HashedClassifier(encoder, model) : new HashedModel(encoder, model);
    }
}
