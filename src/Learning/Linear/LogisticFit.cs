using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Linear;

/// <summary>Newton's method for penalized log-loss.</summary>
internal sealed class LogisticFit(LogisticRegression options, Dataset train, Design design, FitContext context)
{
    private readonly NormalEquations _equations = new(design);
    private readonly double[] _l1 = LinearFit.Weights(design.Columns, options.Penalty).L1;
    private readonly double[] _l2 = LinearFit.Weights(design.Columns, options.Penalty).L2;

    public LinearModel Fit()
    {
        var at = new double[design.Columns];
        var rate = MeanLabel();
        at[0] = Math.Log(rate / (1 - rate));
        var loss = Expand(at);
        var next = new double[at.Length];
        for (var iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            var pull = Target(at);
            at.CopyTo(next, 0);
            PenalizedQuadratic.Minimize(_equations.Matrix, pull, _l1, _l2, next);
            var largest = 0.0;
            for (var i = 0; i < at.Length; i++)
                largest = Math.Max(largest, Math.Abs(next[i] - at[i]));
            if (!(largest > options.Tolerance) || !double.IsFinite(largest) || !Advance(at, next, ref loss))
                break;
            context.Progress?.Report((iteration + 1.0) / options.MaxIterations);
        }

        context.Progress?.Report(1);
        return new LinearModel(design, ModelOutput.Probability, at);
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
            if (there > loss + (1e-13 * Math.Abs(loss)))
                continue;
            loss = there;
            trial.CopyTo(at, 0);
            return true;
        }

        return false;
    }

    /// <summary>Sums the Hessian and the negative gradient of the log-loss at these coefficients, and gives the penalized objective.</summary>
    private double Expand(double[] at)
    {
        _equations.Clear();
        var objective = 0.0;
        var labels = train.Labels;
        for (var row = 0; row < labels.Length; row++)
        {
            if (row % 8192 == 0)
                context.CancellationToken.ThrowIfCancellationRequested();
            var score = _equations.Read(train, row, at, out var ones);
            var weight = train.Weight(row) * (labels[row] == 1 ? options.ScalePositive : 1);
            var p = RowScores.Sigmoid(score);
            var signed = labels[row] == 1 ? -score : score;
            objective += weight * (Math.Max(signed, 0) + Math.Log(1 + Math.Exp(-Math.Abs(signed))));
            _equations.Add(ones, weight * p * (1 - p), weight * (labels[row] - p));
        }

        _equations.Mirror();
        for (var i = 0; i < at.Length; i++)
            objective += (_l1[i] * Math.Abs(at[i])) + (0.5 * _l2[i] * at[i] * at[i]);
        return objective;
    }

    /// <summary>The linear term of the quadratic whose minimum is the next point: Hβ - gradient.</summary>
    private double[] Target(double[] at)
    {
        var pull = new double[at.Length];
        for (var i = 0; i < pull.Length; i++)
        {
            var sum = _equations.Vector[i];
            for (var j = 0; j < at.Length; j++)
                sum += _equations.Matrix[(i * at.Length) + j] * at[j];
            pull[i] = sum;
        }

        return pull;
    }

    private double MeanLabel()
    {
        var (positive, total) = (0.0, 0.0);
        for (var row = 0; row < train.Rows; row++)
        {
            var weight = train.Weight(row) * (train.Labels[row] == 1 ? options.ScalePositive : 1);
            total += weight;
            positive += weight * train.Labels[row];
        }

        return Math.Clamp(positive / total, 1e-12, 1 - 1e-12);
    }
}
