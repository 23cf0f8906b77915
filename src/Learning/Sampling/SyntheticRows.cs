using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Sampling;

/// <summary>Rows between rows: numbers lie on the segment between a row and a neighbour of its class; a category is the most frequent one among the neighbours.</summary>
/// <remarks>A number missing in either end is the base row's. Time, weight and id are the base row's. Categories as in SMOTE-NC (Chawla et al., 2002, section 6.1); among equally
/// frequent codes the base row's, else the nearest neighbour's.</remarks>
internal sealed class SyntheticRows
{
    /// <summary>Codes of a category that distances tell apart.</summary>
    public const int MaxCategories = 50;

    private readonly Dataset _train;
    private readonly List<int> _bases = [];
    private readonly List<double>[] _columns;

    public SyntheticRows(Dataset train)
    {
        _train = train;
        _columns = [.. Enumerable.Range(0, train.Width).Select(_ => new List<double>())];
    }

    /// <summary>Threads and the token of a context.</summary>
    public static ParallelOptions Parallel(FitContext context) => new() { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };

    /// <summary>The nearest rows of its own class (k each, as places in the class) for each row of a class.</summary>
    public static (Neighbour[] Found, int K) OwnNeighbours(PointSpace space, Dataset train, int[] rows, int k, FitContext context)
    {
        var index = new NeighbourIndex(new Vectors(space.Encode(train.Select(rows)), space.Dimension));
        k = Math.Min(k, rows.Length - 1);
        return (k == 0 ? [] : index.All(index.Points, k, Parallel(context), exceptSelf: true), k);
    }

    /// <summary>Adds one row between row <paramref name="at"/> of a class and a random neighbour of it; a copy where there is none.</summary>
    public void Add(int[] rows, int at, ReadOnlySpan<Neighbour> neighbours, RandomStream stream, double farthest = 1)
    {
        var (row, share) = (rows[at], 0.0);
        var other = row;
        if (!neighbours.IsEmpty)
            (other, share) = (rows[neighbours[stream.NextInt(neighbours.Length)].Row], stream.NextDouble() * farthest);
        _bases.Add(row);
        for (var feature = 0; feature < _columns.Length; feature++)
        {
            var column = _train.Column(feature);
            if (_train.Schema[feature].Kind == FeatureKind.Categorical)
                _columns[feature].Add(MostFrequent(column, rows, row, neighbours));
            else
                _columns[feature].Add(double.IsFinite(column[row]) && double.IsFinite(column[other]) ? column[row] + (share * (column[other] - column[row])) : column[row]);
        }
    }

    /// <summary>The training rows with the new ones after them.</summary>
    public Dataset Append()
    {
        int[] order = [.. Enumerable.Range(0, _train.Rows), .. _bases];
        var rows = _train.Select(order);
        var columns = new double[_columns.Length][];
        for (var feature = 0; feature < columns.Length; feature++)
        {
            columns[feature] = rows.Column(feature).ToArray();
            _columns[feature].CopyTo(columns[feature], _train.Rows);
        }

        return rows.WithColumns(_train.Schema, columns);
    }

    private static double MostFrequent(ReadOnlySpan<double> column, int[] rows, int row, ReadOnlySpan<Neighbour> neighbours)
    {
        var (best, most) = (column[row], 0);
        for (var i = -1; i < neighbours.Length; i++)
        {
            var code = i < 0 ? column[row] : column[rows[neighbours[i].Row]];
            var count = 0;
            foreach (var neighbour in neighbours)
                if (column[rows[neighbour.Row]].Equals(code))
                    count++;
            if (count > most)
                (best, most) = (code, count);
        }

        return best;
    }
}
