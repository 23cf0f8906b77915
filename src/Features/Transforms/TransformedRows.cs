using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Transforms whole datasets.</summary>
public static class TransformedRows
{
    /// <summary>The rows of a dataset as a fitted transform gives them, with the same labels, weights, times and ids.</summary>
    /// <remarks>For rows other than the training rows: those come transformed with the fit.</remarks>
    /// <exception cref="ArgumentException">The dataset has other features than the transform takes.</exception>
    public static Dataset Of(IFittedTransform transform, Dataset rows)
    {
        if (rows.Schema.Fingerprint != transform.Input.Fingerprint)
            throw new ArgumentException("rows must have the features that the transform was fitted on, in the same order, but do not.", nameof(rows));
        var columns = new double[transform.Output.Count][];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new double[rows.Rows];
        var (input, output) = (new double[rows.Width], new double[columns.Length]);
        for (var row = 0; row < rows.Rows; row++)
        {
            rows.CopyRow(row, input);
            transform.Apply(input, output);
            for (var i = 0; i < columns.Length; i++)
                columns[i][row] = output[i];
        }

        return rows.WithColumns(transform.Output, columns);
    }

    internal static TransformFit Fit(IFittedTransform transform, Dataset train) => new(transform, Of(transform, train));
}
