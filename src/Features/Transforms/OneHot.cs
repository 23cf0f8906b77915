using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Turns each category of categorical columns into a column of 0 and 1. Unseen and missing ones are 0 everywhere.</summary>
/// <remarks>The new columns are named <c>country=1234</c> by code, in ascending order of the codes, after all other columns.</remarks>
public sealed record OneHot : ITransform
{
    /// <summary>The columns; all categorical ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether each column gets <c>country=unseen</c> for categories not in training; false by default.</summary>
    public bool UnseenColumn { get; init; }

    /// <summary>Whether each column gets <c>country=missing</c>; false by default.</summary>
    public bool MissingColumn { get; init; }

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context) => TransformedRows.Fit(
        new OneHotColumns(train.Schema, CategoryTable.Of(train, ColumnChoice.Of(train, Columns, FeatureKind.Categorical, nameof(OneHot))),
            UnseenColumn, MissingColumn), train);
}
