using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Numerics;

namespace Bellwether.Features.Transforms;

/// <summary>Turns each categorical column into a fixed number of columns of 0 and 1, by a hash of the category: for columns with too many
/// categories to list, new ones included.</summary>
/// <remarks>Weinberger et al., "Feature hashing for large scale multitask learning", 2009, without signs: each column has buckets of
/// its own. Categories in the same bucket cannot be told apart. Missing is 0 everywhere. The new columns are named <c>merchant#17</c>
/// and follow all others.</remarks>
public sealed record HashingEncode : ITransform
{
    /// <summary>The columns; all categorical ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Buckets per column, at least 1; 64 by default.</summary>
    public int Buckets { get; init => field = Require.Positive(value); } = 64;

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context) => TransformedRows.Fit(
        new HashedColumns(train.Schema, ColumnChoice.Of(train, Columns, FeatureKind.Categorical, nameof(HashingEncode)), Buckets), train);
}
