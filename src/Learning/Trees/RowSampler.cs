using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Trees;

/// <summary>Draws the rows that a round is grown on: a share of them, or by the size of their gradients.</summary>
internal sealed class RowSampler(BoostedTrees options, int rows)
{
    private readonly int _rounds = options.Goss is null ? 0 : (int)(1 / options.LearningRate);

    /// <summary>Whether rounds see different rows.</summary>
    public bool Samples => options.RowSample < 1 || options.Goss is not null;

    /// <summary>The rows of a round, ascending; null for all.</summary>
    /// <param name="round">Its number.</param>
    /// <param name="pairs">(gradient, Hessian) pairs by output; those of rows that stand for others are enlarged.</param>
    /// <param name="stream">The round's random numbers.</param>
    public int[]? Draw(int round, float[][] pairs, RandomStream stream)
    {
        if (options.Goss is { } goss)
            return round < _rounds ? null : OneSide(goss, pairs, stream);
        if (options.RowSample >= 1)
            return null;
        var sample = new List<int>((int)(rows * options.RowSample) + 16);
        for (var row = 0; row < rows; row++)
            if (stream.NextDouble() < options.RowSample)
                sample.Add(row);
        return sample.Count > 0 ? [.. sample] : null;
    }

    private int[] OneSide(OneSideSampling goss, float[][] pairs, RandomStream stream)
    {
        var sizes = new float[rows];
        foreach (var pair in pairs)
            for (var row = 0; row < rows; row++)
                sizes[row] += Math.Abs(pair[row * 2] * pair[(row * 2) + 1]);
        var limit = Selection.Largest(sizes, Math.Max(1, (int)(goss.Top * rows)));
        var (chance, factor) = (goss.Other / (1 - goss.Top), (float)((1 - goss.Top) / goss.Other));
        var sample = new List<int>((int)((goss.Top + goss.Other) * rows) + 16);
        for (var row = 0; row < rows; row++)
        {
            if (sizes[row] < limit)
            {
                if (stream.NextDouble() >= chance)
                    continue;
                foreach (var pair in pairs)
                    (pair[row * 2], pair[(row * 2) + 1]) = (pair[row * 2] * factor, pair[(row * 2) + 1] * factor);
            }

            sample.Add(row);
        }

        return [.. sample];
    }
}
