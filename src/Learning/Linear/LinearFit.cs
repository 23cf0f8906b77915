using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Linear;

/// <summary>Penalized least squares in one pass and one solve.</summary>
internal static class LinearFit
{
    /// <summary>Fits labels around their mean, in units of their largest distance from it, so that neither offset nor unit costs precision.</summary>
    public static LinearModel Squared(Dataset train, Design design, Penalty penalty, FitContext context)
    {
        var mean = TrainingRows.MeanLabel(train);
        var scale = 0.0;
        foreach (var label in train.Labels)
            scale = Math.Max(scale, Math.Abs((label / 2) - (mean / 2)));
        var coefficients = new double[design.Columns];
        if (scale > 0 && double.IsFinite(1 / scale))
        {
            var equations = new NormalEquations(design, train, context);
            equations.Sum(coefficients, (int row, double _, out double weight, out double pull) =>
            {
                weight = train.Weight(row);
                pull = weight * (((train.Labels[row] / 2) - (mean / 2)) / scale);
                return 0;
            });
            var (l1, l2) = Weights(design.Columns, penalty);
            for (var i = 0; i < l1.Length; i++)
                l1[i] /= 2 * scale;
            PenalizedQuadratic.Minimize(equations.Matrix, equations.Vector, l1, l2, coefficients);
            for (var i = 0; i < coefficients.Length; i++)
                coefficients[i] = RowScores.Finite(coefficients[i] * scale * 2);
        }

        coefficients[0] = RowScores.Finite(coefficients[0] + mean);
        context.Progress?.Report(1);
        return new LinearModel(design, ModelOutput.Value, coefficients);
    }

    /// <summary>The penalty per column; none on the intercept.</summary>
    public static (double[] L1, double[] L2) Weights(int columns, Penalty penalty)
    {
        var (l1, l2) = (new double[columns], new double[columns]);
        l1.AsSpan(1).Fill(penalty.Strength * penalty.L1Share);
        l2.AsSpan(1).Fill(penalty.Strength * (1 - penalty.L1Share));
        return (l1, l2);
    }
}
