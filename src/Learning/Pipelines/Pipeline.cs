using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Learning.Pipelines;

/// <summary>Transforms, then a learner, as one learner: the transforms are fitted on the training rows only, and travel with the model.</summary>
/// <remarks>Each transform gets a seed of its own. Validation rows pass through the fitted transforms. Keeps the row-order promise of
/// its parts.</remarks>
/// <param name="Transforms">In the order in which they apply; may be empty.</param>
/// <param name="Learner">What learns from the transformed rows.</param>
public sealed record Pipeline(IReadOnlyList<ITransform> Transforms, ILearner Learner) : ILearner
{
    /// <summary>The learner's name, unless another was given.</summary>
    public string Name { get; init; } = Learner.Name;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        var validation = Rows.TrainingRows.Validation(train, context);
        var fitted = new IFittedTransform[Transforms.Count];
        var rows = train;
        for (var i = 0; i < fitted.Length; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var fit = Transforms[i].Fit(rows, context with { Seed = context.Seed.Derive(i), Validation = validation, Progress = null });
            (fitted[i], rows) = (fit.Transform, fit.Train);
            validation = validation is null ? null : Apply(fitted[i], validation);
        }

        return new PipelineModel(train.Schema, fitted, Learner.Fit(rows, context with { Validation = validation }));
    }

    private static Dataset Apply(IFittedTransform transform, Dataset rows)
    {
        var (input, output) = (new double[transform.Input.Count], new double[transform.Output.Count]);
        var columns = new double[output.Length][];
        for (var feature = 0; feature < columns.Length; feature++)
            columns[feature] = new double[rows.Rows];
        for (var row = 0; row < rows.Rows; row++)
        {
            rows.CopyRow(row, input);
            transform.Apply(input, output);
            for (var feature = 0; feature < columns.Length; feature++)
                columns[feature][row] = output[feature];
        }

        return rows.WithColumns(transform.Output, columns);
    }
}
