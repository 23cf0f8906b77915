using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>What a vector must be to be stored or asked for, and the form in which it is kept: padded with zeros, of length 1 under cosine.</summary>
internal static class VectorChecks
{
    /// <summary>Squared lengths up to here keep every distance of two vectors finite in single precision.</summary>
    private const double LongestSquared = float.MaxValue / 8;

    /// <summary>Writes the kept form of a vector or query.</summary>
    /// <exception cref="ArgumentException">It cannot be kept.</exception>
    public static void Prepare(ReadOnlySpan<float> vector, int dimension, Metric metric, Span<float> row, string what)
    {
        if (vector.Length != dimension)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The {what} must have the index's dimension {dimension}, but has {vector.Length}."), what);
        if (Copy(vector, metric, row) is { } wrong)
            throw new ArgumentException($"The {what} {wrong}", what);
    }

    /// <summary>Writes the kept form of row <paramref name="row"/>.</summary>
    /// <exception cref="TrainingException">It cannot be kept.</exception>
    public static void PrepareRow(Vectors vectors, int row, Metric metric, Span<float> kept)
    {
        if (Copy(vectors[row], metric, kept) is { } wrong)
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"Vector {row} {wrong}"));
    }

    /// <summary>Ids as given, or 0, 1, 2 …</summary>
    /// <exception cref="ArgumentException">Their number is wrong, or two are equal.</exception>
    public static long[] Ids(ReadOnlySpan<long> ids, int count)
    {
        if (ids.Length == 0)
        {
            var numbered = new long[count];
            for (var i = 0; i < count; i++)
                numbered[i] = i;
            return numbered;
        }

        if (ids.Length != count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There must be one id per vector ({count}) or none, but there are {ids.Length}."), nameof(ids));
        var seen = new HashSet<long>(count);
        foreach (var id in ids)
            if (!seen.Add(id))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Ids must differ, but {id} comes twice. Keep the vector that counts."), nameof(ids));
        return ids.ToArray();
    }

    private static string? Copy(ReadOnlySpan<float> vector, Metric metric, Span<float> row)
    {
        var squared = 0.0;
        foreach (var value in vector)
            squared += (double)value * value;
        if (!double.IsFinite(squared))
            return string.Create(CultureInfo.InvariantCulture, $"must hold finite numbers only, but number {FirstOdd(vector)} is {vector[FirstOdd(vector)]}.");
        row[vector.Length..].Clear();
        if (metric == Metric.Cosine)
        {
            if (squared == 0)
                return "must not be all zeros, because under the cosine metric a vector of zeros has no direction. Leave it out, or use another metric.";
            var scale = 1 / Math.Sqrt(squared);
            for (var i = 0; i < vector.Length; i++)
                row[i] = (float)(vector[i] * scale);
            return null;
        }

        if (squared > LongestSquared)
            return string.Create(CultureInfo.InvariantCulture, $"must have a squared length of at most {LongestSquared:G3}, so that distances stay finite, but has {squared:G3}. Scale the vectors down.");
        vector.CopyTo(row);
        return null;
    }

    private static int FirstOdd(ReadOnlySpan<float> vector)
    {
        for (var i = 0; i < vector.Length; i++)
            if (!float.IsFinite(vector[i]))
                return i;
        return 0;
    }
}
