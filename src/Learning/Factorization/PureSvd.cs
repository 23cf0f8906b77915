using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Factorization;

/// <summary>PureSVD: a history is projected on the leading right singular vectors of the matrix (users, items), absent pairs being 0.</summary>
/// <remarks>Cremonesi, Koren and Turrin (2010); the vectors by <see cref="RandomizedSvd"/>. A user scores as his history does, to rounding.
/// Where there are fewer users or items than factors, fewer are used. Deterministic at any number of threads.</remarks>
public sealed record PureSvd : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "PureSVD";

    /// <summary>d; 50 by default.</summary>
    public int Factors { get; init => field = Require.InRange(value, 1, 8192); } = 50;

    /// <summary>Power iterations of the randomized SVD; 7 by default.</summary>
    public int Iterations { get; init => field = Require.NotNegative(value); } = 7;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        var d = Math.Min(Factors, Math.Min(train.Users, train.Items));
        var items = RandomizedSvd.Decompose(train.ByUser, d, context.Seed, 10, Iterations, context.Threads, context.CancellationToken).Right.ToArray();
        var users = new float[checked(train.Users * d)];
        for (var user = 0; user < train.Users; user++)
        {
            var to = users.AsSpan(user * d, d);
            var columns = train.ByUser.Columns(user);
            for (var at = 0; at < columns.Length; at++)
                TensorPrimitives.MultiplyAdd(items.AsSpan(columns[at] * d, d), train.ByUser.Values(user)[at], to, to);
        }

        HistoryFactors.FillEmpty(train.ByUser, users, d);
        return new FactorModel(new FactorSet(train.Users, train.Items, d) { UserFactors = users, ItemFactors = items }, new FoldIn(FoldKind.Projection, 0, 0, 0));
    }
}
