using Bellwether.Data.Training;

namespace Bellwether.Learning.Factorization;

/// <summary>A rating as the mean plus what the user and the item add to it, by alternating least squares.</summary>
/// <remarks>Koren, "Factor in the Neighbors" (2010), section 2.1; ten rounds, as Surprise's <c>BaselineOnly</c>.</remarks>
internal sealed record RatingBiases(double Mean, float[] Users, float[] Items)
{
    private const int Rounds = 10;

    /// <summary>Fits to ratings; who has none adds 0.</summary>
    public static RatingBiases Fit(Interactions train, double userL2, double itemL2)
    {
        var mean = 0.0;
        foreach (var value in train.ByUser.AllValues)
            mean += value;
        mean /= train.Count;
        var (users, items) = (new float[train.Users], new float[train.Items]);
        for (var round = 0; round < Rounds; round++)
        {
            Half(train.ByItem, mean, users, items, itemL2);
            Half(train.ByUser, mean, items, users, userL2);
        }

        return new RatingBiases(mean, users, items);
    }

    private static void Half(Numerics.LinearAlgebra.SparseMatrix ratings, double mean, float[] fixedBiases, float[] biases, double l2)
    {
        for (var row = 0; row < biases.Length; row++)
        {
            var (columns, sum) = (ratings.Columns(row).Length, 0.0);
            for (var at = 0; at < columns; at++)
                sum += ratings.Values(row)[at] - mean - fixedBiases[ratings.Columns(row)[at]];
            biases[row] = columns > 0 ? (float)(sum / (l2 + columns)) : 0;
        }
    }
}
