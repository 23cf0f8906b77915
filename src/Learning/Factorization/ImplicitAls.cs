using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics;

namespace Bellwether.Learning.Factorization;

/// <summary>Implicit alternating least squares: factors such that seen pairs score near 1 and all others near 0.</summary>
/// <remarks>Hu, Koren and Volinsky (2008) in the form of Rendle et al., "Revisiting the Performance of iALS on Item Recommendation Benchmarks" (2021): the
/// least Σ seen c (score - 1)² + α₀ Σ all score² + λ (Σ (n + α₀ m)^ν ‖factors‖²), where c is the pair's value, n a user's (item's) pairs and m the number of
/// items (users). Many dimensions help. Last of all users are solved once more, so that a history scores as its user does, to rounding.
/// An epoch is O(entries·d² + (users + items)·d³); single precision; deterministic at any number of threads.</remarks>
public sealed record ImplicitAls : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "implicit ALS";

    /// <summary>d; 128 by default.</summary>
    public int Factors { get; init => field = Require.InRange(value, 1, 8192); } = 128;

    /// <summary>Passes over users and items; 16 by default.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 16;

    /// <summary>λ, to be searched over powers of ten; 0.003 by default.</summary>
    public double L2 { get; init => field = Require.Positive(value); } = 0.003;

    /// <summary>α₀: the weight of pairs that were not seen, to be searched; 0.1 by default.</summary>
    public double Unobserved { get; init => field = Require.Positive(value); } = 0.1;

    /// <summary>ν: how far the penalty grows with the number of pairs; 1 by default, 0 for the same penalty for all.</summary>
    public double FrequencyPower { get; init => field = Require.InRange(value, 0.0, 2.0); } = 1;

    /// <summary>The spread of the first factors, before division by √d; 0.1 by default.</summary>
    public double InitialSpread { get; init => field = Require.Positive(value); } = 0.1;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Positive(train);
        var (users, items, d) = (new float[checked(train.Users * Factors)], new float[checked(train.Items * Factors)], Factors);
        var stream = context.Seed.Stream();
        for (var i = 0; i < items.Length; i++)
            items[i] = (float)stream.NextGaussian(0, InitialSpread / Math.Sqrt(d));
        var fold = new FoldIn(FoldKind.Implicit, L2, Unobserved, FrequencyPower);
        var (userStep, itemStep) = (new AlsStep(train.ByUser, fold, d, context), new AlsStep(train.ByItem, fold, d, context));
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            userStep.Solve(items, users);
            itemStep.Solve(users, items);
            context.Progress?.Report((epoch + 1.0) / Epochs);
        }

        userStep.Solve(items, users);
        HistoryFactors.FillEmpty(train.ByUser, users, d);
        return new FactorModel(new FactorSet(train.Users, train.Items, d) { UserFactors = users, ItemFactors = items }, fold);
    }
}
