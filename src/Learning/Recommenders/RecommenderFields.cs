using System.Numerics.Tensors;
using Bellwether.Data.Formats;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Recommenders;

/// <summary>Fields that several recommender formats share; what is read is checked.</summary>
internal static class RecommenderFields
{
    public static void Write(ModelWriter writer, SparseMatrix matrix)
    {
        writer.Int32(matrix.Width);
        writer.Array(matrix.Starts);
        writer.Array(matrix.AllColumns);
        writer.Array(matrix.AllValues);
    }

    public static SparseMatrix Matrix(ModelReader reader)
    {
        var (width, starts, columns, values) = (reader.Int32(), reader.Array<int>(), reader.Array<int>(), reader.Array<float>());
        try
        {
            return new SparseMatrix(width, starts, columns, values);
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException($"A sparse matrix of the recommender is broken: {error.Message} The model was not written by Bellwether; train it again.");
        }
    }

    /// <summary>Finite numbers of a given count.</summary>
    public static float[] Numbers(ModelReader reader, long count, string what)
    {
        var numbers = reader.Array<float>();
        Must(numbers.Length == count, $"have {count} {what}, but has {numbers.Length}");
        Must(numbers.Length == 0 || float.IsFinite(TensorPrimitives.MaxMagnitude<float>(numbers)), $"have finite {what}");
        return numbers;
    }

    /// <exception cref="ModelFormatException">The condition does not hold.</exception>
    public static void Must(bool holds, string what)
    {
        if (!holds)
            throw new ModelFormatException($"A recommender must {what}. The model was not written by Bellwether; train it again.");
    }
}
