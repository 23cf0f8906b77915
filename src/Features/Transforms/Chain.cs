using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Transforms one after another: each is fitted on the training rows as the one before gave them.</summary>
/// <param name="Steps">In order; with none, vectors stay as they are.</param>
public sealed record Chain(params IReadOnlyList<ITransform> Steps) : ITransform
{
    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context)
    {
        var fitted = new IFittedTransform[Steps.Count];
        var rows = train;
        for (var i = 0; i < fitted.Length; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            (fitted[i], rows) = Steps[i].Fit(rows, context);
        }

        return new TransformFit(new FittedChain(train.Schema, fitted), rows);
    }
}
