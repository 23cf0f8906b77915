using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Margins;

/// <summary>Dual coordinate descent for the linear SVM of two classes, with random order and shrinking (Hsieh and others, 2008, algorithm 3).</summary>
/// <remarks>minimize ½ αᵀQ̄α - Σ α over 0 ≤ α ≤ U, with w = Σ y α x kept beside it. Rows of cost 0 are left out.</remarks>
internal sealed class DualCoordinateDescent
{
    private readonly SparseMatrix _rows;
    private readonly FitContext _context;
    private readonly float[] _signs;
    private readonly double[] _upper;
    private readonly double[] _ridge;
    private readonly double[] _diagonal;
    private readonly double[] _alpha;
    private readonly double[] _weights;
    private readonly int[] _order;

    public DualCoordinateDescent(SparseMatrix rows, double[] labels, double[] costs, SvmLoss loss, FitContext context)
    {
        (_rows, _context, _signs, _weights) = (rows, context, new float[labels.Length], new double[rows.Width]);
        (_upper, _ridge, _diagonal, _alpha) = (new double[labels.Length], new double[labels.Length], new double[labels.Length], new double[labels.Length]);
        for (var row = 0; row < labels.Length; row++)
        {
            _signs[row] = labels[row] == 1 ? 1 : -1;
            (_upper[row], _ridge[row]) = loss == SvmLoss.Hinge ? (costs[row], 0) : (double.PositiveInfinity, 0.5 / costs[row]);
            _diagonal[row] = _ridge[row] + rows.SquaredNorm(row);
        }

        _order = [.. Enumerable.Range(0, labels.Length).Where(row => costs[row] > 0 && _diagonal[row] > 0)];
    }

    /// <summary>The coefficients.</summary>
    public double[] Fit(double tolerance, int maxPasses)
    {
        var stream = _context.Seed.Derive("rows").Stream();
        var (active, low, high) = (_order.Length, double.NegativeInfinity, double.PositiveInfinity);
        for (var pass = 0; pass < maxPasses; pass++)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            stream.Shuffle(_order.AsSpan(0, active));
            var (least, most) = Pass(ref active, low, high);
            _context.Progress?.Report((pass + 1.0) / maxPasses);
            if (most - least <= tolerance)
            {
                if (active == _order.Length)
                    break;
                (active, low, high) = (_order.Length, double.NegativeInfinity, double.PositiveInfinity);
                continue;
            }

            (low, high) = (least < 0 ? least : double.NegativeInfinity, most > 0 ? most : double.PositiveInfinity);
        }

        return _weights;
    }

    /// <summary>One step for each active row; rows that sit firmly at a bound become inactive. The least and the largest projected gradient.</summary>
    private (double Least, double Most) Pass(ref int active, double low, double high)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var s = 0; s < active; s++)
        {
            var row = _order[s];
            var (sign, alpha) = (_signs[row], _alpha[row]);
            var gradient = (sign * _rows.Dot(row, _weights)) - 1 + (alpha * _ridge[row]);
            var projected = gradient;
            if ((alpha == 0 && gradient > high) || (alpha == _upper[row] && gradient < low))
            {
                (_order[s], _order[active - 1]) = (_order[active - 1], _order[s]);
                active--;
                s--;
                continue;
            }

            if ((alpha == 0 && gradient > 0) || (alpha == _upper[row] && gradient < 0))
                projected = 0;
            (least, most) = (Math.Min(least, projected), Math.Max(most, projected));
            if (!(Math.Abs(projected) > 1e-12))
                continue;
            _alpha[row] = Math.Min(Math.Max(alpha - (gradient / _diagonal[row]), 0), _upper[row]);
            _rows.AddScaled(row, (_alpha[row] - alpha) * sign, _weights);
        }

        return (least, most);
    }
}
