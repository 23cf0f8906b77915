using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Factorization;

/// <summary>BPR: factors such that what a user touched scores above what he did not, learned pair by pair.</summary>
/// <remarks>Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback" (2009), LearnBPR with bootstrap sampling: an epoch draws as many
/// interactions as there are, each with an item drawn evenly from those the user did not touch. Values are not looked at. One thread, because parallel
/// steps would not be reproducible: O(entries·d) an epoch. A history gets its factors by least squares on the item factors (as implicit ALS does), which
/// is near but not equal to what the descent gives a user.</remarks>
public sealed record BayesianRanking : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "BPR";

    /// <summary>d; 64 by default.</summary>
    public int Factors { get; init => field = Require.InRange(value, 1, 8192); } = 64;

    /// <summary>Passes; 50 by default.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 50;

    /// <summary>The learning rate; 0.05 by default.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.05;

    /// <summary>The penalty on squared factors and item biases, per step; 0.01 by default.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); } = 0.01;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.NotEmpty(train);
        var stream = context.Seed.Stream();
        var set = new FactorSet(train.Users, train.Items, Factors)
        {
            UserFactors = Start(checked(train.Users * Factors), stream),
            ItemFactors = Start(checked(train.Items * Factors), stream),
            ItemBias = new float[train.Items],
        };
        var owners = new int[train.Count];
        for (var user = 0; user < train.Users; user++)
            owners.AsSpan(train.ByUser.Starts[user]..train.ByUser.Starts[user + 1]).Fill(user);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            Epoch(train, set, owners, stream);
            context.Progress?.Report((epoch + 1.0) / Epochs);
        }

        if (!Sgd.Finite(set.UserFactors, set.ItemFactors, set.ItemBias))
            throw new TrainingException($"The factors must stay finite, but grew beyond all bounds. Choose a learning rate below {LearningRate}.");
        HistoryFactors.FillEmpty(train.ByUser, set.UserFactors, Factors);
        return new FactorModel(set, new FoldIn(FoldKind.Implicit, 0.01, 0.05, 1));
    }

    private static float[] Start(int count, RandomStream stream)
    {
        var factors = new float[count];
        for (var i = 0; i < count; i++)
            factors[i] = (float)stream.NextGaussian(0, 0.1);
        return factors;
    }

    private void Epoch(Interactions train, FactorSet set, int[] owners, RandomStream stream)
    {
        var (d, rate, l2) = (Factors, (float)LearningRate, (float)L2);
        for (var step = 0; step < owners.Length; step++)
        {
            var drawn = stream.NextInt(owners.Length);
            var (user, seen) = (owners[drawn], train.ByUser.AllColumns[drawn]);
            var history = train.ByUser.Columns(user);
            if (history.Length == train.Items)
                continue;
            var other = stream.NextInt(train.Items);
            while (history.BinarySearch(other) >= 0)
                other = stream.NextInt(train.Items);
            var w = set.UserFactors.AsSpan(user * d, d);
            var i = set.ItemFactors.AsSpan(seen * d, d);
            var j = set.ItemFactors.AsSpan(other * d, d);
            ref var first = ref set.ItemBias[seen];
            ref var second = ref set.ItemBias[other];
            var lead = TensorPrimitives.Dot<float>(w, i) - TensorPrimitives.Dot<float>(w, j) + first - second;
            var gradient = 1 / (1 + MathF.Exp(lead));
            Sgd.Pair(w, i, j, gradient, rate, l2);
            first += rate * (gradient - (l2 * first));
            second -= rate * (gradient + (l2 * second));
        }
    }
}
