using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Sparse;

/// <summary>A sparse matrix without the columns that no row uses, so that a fit needs memory for what is there and not for the width.</summary>
internal sealed class UsedColumns
{
    private UsedColumns(int width, int[]? columns, SparseMatrix features) => (Width, Columns, Features) = (width, columns, features);

    /// <summary>The width before.</summary>
    public int Width { get; }

    /// <summary>The columns kept, rising; null where all were.</summary>
    public int[]? Columns { get; }

    /// <summary>The matrix of the columns kept.</summary>
    public SparseMatrix Features { get; }

    /// <summary>Renumbers the columns of a matrix, if that saves half of them. With an intercept, every row gets a last column of this value.</summary>
    public static UsedColumns Of(SparseMatrix features, float intercept = 0)
    {
        var places = new Dictionary<int, int>();
        if (features.Width > 65_536)
            foreach (var column in features.AllColumns)
                places.TryAdd(column, 0);
        var shrink = features.Width > 65_536 && places.Count < features.Width / 2;
        if (!shrink && intercept == 0)
            return new UsedColumns(features.Width, null, features);
        int[]? kept = shrink ? [.. places.Keys.Order()] : null;
        for (var i = 0; i < kept?.Length; i++)
            places[kept[i]] = i;
        var extra = intercept == 0 ? 0 : 1;
        var width = kept?.Length ?? features.Width;
        var starts = new int[features.Rows + 1];
        var (columns, values) = (new int[checked(features.Entries + (extra * features.Rows))], new float[features.Entries + (extra * features.Rows)]);
        for (var row = 0; row < features.Rows; row++)
        {
            var at = starts[row];
            var from = features.Columns(row);
            features.Values(row).CopyTo(values.AsSpan(at));
            for (var i = 0; i < from.Length; i++)
                columns[at++] = shrink ? places[from[i]] : from[i];
            if (extra == 1)
                (columns[at], values[at++]) = (width, intercept);
            starts[row + 1] = at;
        }

        return new UsedColumns(features.Width, kept, new SparseMatrix(Math.Max(1, width + extra), starts, columns, values));
    }
}
