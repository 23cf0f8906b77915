using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Linear;

/// <summary>Newton's method for a penalized sum of row losses (iteratively reweighted least squares).</summary>
/// <param name="train">The rows.</param>
/// <param name="design">Their columns.</param>
/// <param name="penalty">What keeps coefficients small.</param>
/// <param name="weights">A weight per row.</param>
/// <param name="context">Threads, token, progress.</param>
internal sealed class NewtonFit<TLoss>(Dataset train, Design design, Penalty penalty, double[] weights, FitContext context)
    where TLoss : struct, IRowLoss
{
    private readonly NormalEquations _equations = new(design, train, context);
    private readonly double[] _l1 = LinearFit.Weights(design.Columns, penalty).L1;
    private readonly double[] _l2 = LinearFit.Weights(design.Columns, penalty).L2;

    /// <summary>The coefficients, from an intercept to start with, until no coefficient moves by more than the tolerance.</summary>
    public double[] Fit(double intercept, double tolerance, int maxIterations)
    {
        var at = new double[design.Columns];
        at[0] = intercept;
        var loss = Expand(at);
        var next = new double[at.Length];
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            var pull = Target(at);
            at.CopyTo(next, 0);
            PenalizedQuadratic.Minimize(_equations.Matrix, pull, _l1, _l2, next);
            var largest = 0.0;
            for (var i = 0; i < at.Length; i++)
                largest = Math.Max(largest, Math.Abs(next[i] - at[i]));
            if (!(largest > tolerance) || !double.IsFinite(largest) || !Advance(at, next, ref loss))
                break;
            context.Progress?.Report((iteration + 1.0) / maxIterations);
        }

        context.Progress?.Report(1);
        return at;
    }

    /// <summary>Moves towards the quadratic's minimum as far as the true objective falls; false when it does not fall at all.</summary>
    private bool Advance(double[] at, double[] next, ref double loss)
    {
        var trial = new double[at.Length];
        for (var step = 1.0; step > 1e-6; step /= 2)
        {
            for (var i = 0; i < at.Length; i++)
                trial[i] = at[i] + (step * (next[i] - at[i]));
            var there = Expand(trial);
            if (!(there <= loss + (1e-13 * Math.Abs(loss))))
                continue;
            loss = there;
            trial.CopyTo(at, 0);
            return true;
        }

        return false;
    }

    /// <summary>Sums the Hessian and the negative gradient of the loss at these coefficients, and gives the penalized objective.</summary>
    private double Expand(double[] at)
    {
        var objective = _equations.Sum(at, (int row, double score, out double weight, out double pull) =>
        {
            var loss = TLoss.At(score, train.Labels[row], out pull, out weight);
            weight *= weights[row];
            pull *= weights[row];
            return weights[row] == 0 ? 0 : weights[row] * loss;
        });
        for (var i = 0; i < at.Length; i++)
            objective += (_l1[i] * Math.Abs(at[i])) + (0.5 * _l2[i] * at[i] * at[i]);
        return objective;
    }

    /// <summary>The linear term of the quadratic whose minimum is the next point: Hβ - gradient.</summary>
    private double[] Target(double[] at)
    {
        var pull = new double[at.Length];
        for (var i = 0; i < pull.Length; i++)
            pull[i] = _equations.Vector[i] + DenseVectors.Dot(_equations.Matrix.AsSpan(i * at.Length, at.Length), at);
        return pull;
    }
}
