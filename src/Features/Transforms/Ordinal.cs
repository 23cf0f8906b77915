using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Numbers the categories of categorical columns 0, 1, 2 … in ascending order of their codes. An unseen category gets the
/// number after the last; missing stays missing.</summary>
public sealed record Ordinal : ITransform
{
    /// <summary>The columns; all categorical ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context) => TransformedRows.Fit(
        new OrdinalColumns(train.Schema, CategoryTable.Of(train, ColumnChoice.Of(train, Columns, FeatureKind.Categorical, nameof(Ordinal)))), train);
}
