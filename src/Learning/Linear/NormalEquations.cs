using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Linear;

/// <summary>Sums XᵀWX, XᵀWr and a loss over rows without ever holding X, a group of rows per thread at a time.</summary>
internal sealed class NormalEquations
{
    private readonly Design _design;
    private readonly Dataset _rows;
    private readonly FitContext _context;
    private readonly DesignBlock[] _blocks;
    private readonly double[][] _matrices;
    private readonly double[][] _vectors;
    private readonly double[] _losses;

    public NormalEquations(Design design, Dataset rows, FitContext context)
    {
        (_design, _rows, _context) = (design, rows, context);
        var size = (long)design.Columns * design.Columns;
        var groups = RowGroups.Count(rows.Rows, (long)rows.Rows * (design.Dense + design.Categorical), size / 4);
        _blocks = [.. Enumerable.Range(0, groups).Select(_ => new DesignBlock(design, rows))];
        _matrices = [.. Enumerable.Range(0, groups).Select(_ => new double[size])];
        _vectors = [.. Enumerable.Range(0, groups).Select(_ => new double[design.Columns])];
        _losses = new double[groups];
    }

    /// <summary>What one row adds, given its score.</summary>
    /// <param name="row">The row's number.</param>
    /// <param name="score">Its product with the coefficients.</param>
    /// <param name="weight">The row's say in the matrix.</param>
    /// <param name="pull">The row's say in the vector.</param>
    /// <returns>The row's loss.</returns>
    public delegate double Term(int row, double score, out double weight, out double pull);

    /// <summary>XᵀWX (p, p), both triangles.</summary>
    public double[] Matrix => _matrices[0];

    /// <summary>XᵀWr (p).</summary>
    public double[] Vector => _vectors[0];

    /// <summary>Sums over all rows at these coefficients; gives the sum of losses.</summary>
    public double Sum(double[] coefficients, Term term)
    {
        RowGroups.Run(_rows.Rows, _blocks.Length, _context, (group, from, to) => Sum(group, from, to, coefficients, term));
        for (var group = 1; group < _blocks.Length; group++)
        {
            DenseVectors.AddScaled(_matrices[group], 1, Matrix);
            DenseVectors.AddScaled(_vectors[group], 1, Vector);
            _losses[0] += _losses[group];
        }

        var size = _design.Columns;
        for (var i = 0; i < size; i++)
            for (var j = 0; j < i; j++)
                Matrix[(j * size) + i] = Matrix[(i * size) + j];
        return _losses[0];
    }

    private void Sum(int group, int from, int to, double[] coefficients, Term term)
    {
        var (block, matrix, vector, loss) = (_blocks[group], _matrices[group], _vectors[group], 0.0);
        Span<double> scores = stackalloc double[DesignBlock.Size], weights = stackalloc double[DesignBlock.Size], pulls = stackalloc double[DesignBlock.Size];
        matrix.AsSpan().Clear();
        vector.AsSpan().Clear();
        for (var first = from; first < to; first += DesignBlock.Size)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(DesignBlock.Size, to - first);
            block.Read(first, count);
            block.Scores(coefficients, scores);
            for (var i = 0; i < count; i++)
                loss += term(first + i, scores[i], out weights[i], out pulls[i]);
            weights[count..].Clear();
            pulls[count..].Clear();
            block.AddCurvature(weights, matrix);
            block.AddPull(pulls, vector);
        }

        _losses[group] = loss;
    }
}
