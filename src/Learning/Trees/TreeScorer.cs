using System.Buffers;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>From vectors to the sums of an ensemble, start values and averaging included, by compiled trees or, where they do not fit, by the plain
/// ones. Immutable.</summary>
internal sealed class TreeScorer
{
    private readonly CompiledTrees? _compiled;
    private readonly double[] _shares;

    /// <summary>Compiles the trees.</summary>
    public TreeScorer(TreeEnsemble trees)
    {
        (Trees, _compiled, _shares) = (trees, CompiledTrees.Of(trees), new double[trees.Outputs]);
        for (var output = 0; output < _shares.Length; output++)
            _shares[output] = trees.Averaged ? 1.0 / Math.Max(1, trees.TreesOf(output)) : 1;
    }

    /// <summary>The trees.</summary>
    public TreeEnsemble Trees { get; }

    /// <summary>What each tree's leaf is multiplied by for an output.</summary>
    public double Share(int output) => _shares[output];

    /// <summary>Writes the sums (k) of a vector (d), finite.</summary>
    public void Sums(ReadOnlySpan<double> features, Span<double> sums)
    {
        sums.Clear();
        if (_compiled is not null)
            _compiled.Add(features, sums);
        else
            AddPlainly(features, sums);
        Finish(sums);
    }

    /// <summary>Writes the sums (n, k) of all rows, bit for bit those of the single path.</summary>
    public void Sums(Dataset rows, Span<double> sums)
    {
        sums.Clear();
        var outputs = Trees.Outputs;
        if (_compiled is not null)
            _compiled.Add(rows, sums);
        else
        {
            var vector = ArrayPool<double>.Shared.Rent(Math.Max(1, rows.Width));
            for (var row = 0; row < rows.Rows; row++)
            {
                rows.CopyRow(row, vector);
                AddPlainly(vector.AsSpan(0, rows.Width), sums.Slice(row * outputs, outputs));
            }

            ArrayPool<double>.Shared.Return(vector);
        }

        for (var row = 0; row < rows.Rows; row++)
            Finish(sums.Slice(row * outputs, outputs));
    }

    private void AddPlainly(ReadOnlySpan<double> features, Span<double> sums)
    {
        var rented = ArrayPool<double>.Shared.Rent(Math.Max(1, features.Length));
        var encoded = rented.AsSpan(0, features.Length);
        Trees.Encode(features, encoded);
        Trees.Add(encoded, sums);
        ArrayPool<double>.Shared.Return(rented);
    }

    private void Finish(Span<double> sums)
    {
        for (var output = 0; output < sums.Length; output++)
            sums[output] = RowScores.Finite(Trees.Bases[output] + (sums[output] * _shares[output]));
    }
}
