using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Gives sign(x) log(1 + |x|): tames long tails on both sides and keeps 0. Missing stays missing.</summary>
public sealed record LogScale : ITransform
{
    /// <summary>The columns; all numeric ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context) =>
        TransformedRows.Fit(new LogColumns(train.Schema, ColumnChoice.Of(train, Columns, FeatureKind.Numeric, nameof(LogScale))), train);
}
