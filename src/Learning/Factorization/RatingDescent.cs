using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Factorization;

/// <summary>The state of a stochastic gradient descent on ratings.</summary>
internal sealed class RatingDescent
{
    private readonly Interactions _train;
    private readonly BiasedFactorization _options;
    private readonly RandomStream _stream;
    private readonly FactorSet _set;
    private readonly int[] _users;
    private readonly float[] _sum;
    private readonly float[] _shift;
    private readonly float[] _step;

    public RatingDescent(Interactions train, BiasedFactorization options, Seed seed)
    {
        (_train, _options, _stream) = (train, options, seed.Stream());
        var d = options.Factors;
        (_users, _sum, _shift, _step) = ([.. Enumerable.Range(0, train.Users)], new float[d], new float[d], new float[d]);
        var mean = 0.0;
        foreach (var value in train.ByUser.AllValues)
            mean += value;
        _set = new FactorSet(train.Users, train.Items, d)
        {
            Mean = (float)(mean / train.Count),
            UserFactors = Start(train.ByUser, d),
            ItemFactors = Start(train.ByItem, d),
            HistoryFactors = options.Histories ? Start(train.ByItem, d) : [],
            UserBias = new float[train.Users],
            ItemBias = new float[train.Items],
        };
    }

    /// <summary>One step for each rating.</summary>
    public void Epoch(float rate)
    {
        _stream.Shuffle<int>(_users);
        foreach (var user in _users)
        {
            var count = _train.ByUser.Columns(user).Length;
            if (count == 0)
                continue;
            var order = new int[count];
            for (var i = 0; i < count; i++)
                order[i] = i;
            _stream.Shuffle<int>(order);
            User(user, order, rate);
        }
    }

    /// <summary>The factors learned; those of SVD++ users hold what their histories add.</summary>
    /// <exception cref="TrainingException">The descent diverged.</exception>
    public FactorSet Finish()
    {
        var d = _options.Factors;
        for (var user = 0; user < _train.Users && _options.Histories; user++)
        {
            Sum(user);
            var factors = _set.UserFactors.AsSpan(user * d, d);
            TensorPrimitives.Add(factors, _sum, factors);
        }

        return Sgd.Finite(_set.UserFactors, _set.ItemFactors, _set.HistoryFactors, _set.UserBias, _set.ItemBias)
            ? _set
            : throw new TrainingException($"The factors must stay finite, but grew beyond all bounds. Choose a learning rate below {_options.LearningRate}, or scale the ratings down.");
    }

    /// <summary>With y the history factors of the user's n items, s = Σ y / √n. A step maps every y to keep·y + v with the same v, so s and v are
    /// carried along and the y written once, after the last rating.</summary>
    private void User(int user, int[] order, float rate)
    {
        var (d, l2, items, ratings) = (_options.Factors, (float)_options.L2, _train.ByUser.Columns(user).ToArray(), _train.ByUser.Values(user).ToArray());
        var (p, with) = (_set.UserFactors.AsMemory(user * d, d), _options.Histories);
        var (root, keep, kept) = (MathF.Sqrt(items.Length), 1 - (rate * l2), 1f);
        if (with)
            Sum(user);
        _shift.AsSpan().Clear();
        ref var userBias = ref _set.UserBias[user];
        foreach (var at in order)
        {
            var q = _set.ItemFactors.AsSpan(items[at] * d, d);
            ref var itemBias = ref _set.ItemBias[items[at]];
            var product = TensorPrimitives.Dot<float>(p.Span, q) + (with ? TensorPrimitives.Dot<float>(_sum, q) : 0);
            var error = ratings[at] - _set.Mean - userBias - itemBias - product;
            if (with)
                TensorPrimitives.Multiply(q, rate * error / root, _step);
            Sgd.Step(p.Span, q, with ? _sum : [], error, rate, l2);
            userBias += rate * (error - (l2 * userBias));
            itemBias += rate * (error - (l2 * itemBias));
            if (!with)
                continue;
            kept *= keep;
            TensorPrimitives.MultiplyAdd(_shift, keep, _step, _shift);
            TensorPrimitives.Multiply(_sum, keep, _sum);
            TensorPrimitives.MultiplyAdd(_step, root, _sum, _sum);
        }

        foreach (var item in with ? items : [])
        {
            var y = _set.HistoryFactors.AsSpan(item * d, d);
            TensorPrimitives.MultiplyAdd(y, kept, _shift, y);
        }
    }

    private void Sum(int user)
    {
        var d = _options.Factors;
        var items = _train.ByUser.Columns(user);
        _sum.AsSpan().Clear();
        foreach (var item in items)
            TensorPrimitives.MultiplyAdd(_set.HistoryFactors.AsSpan(item * d, d), 1 / MathF.Sqrt(items.Length), _sum, _sum);
    }

    /// <summary>Random factors; 0 for who has no rating, of whom nothing will be learned.</summary>
    private float[] Start(Numerics.LinearAlgebra.SparseMatrix ratings, int d)
    {
        var factors = new float[checked(ratings.Rows * d)];
        for (var row = 0; row < ratings.Rows; row++)
            for (var f = 0; f < d && !ratings.Columns(row).IsEmpty; f++)
                factors[(row * d) + f] = (float)_stream.NextGaussian(0, _options.InitialSpread);
        return factors;
    }
}
