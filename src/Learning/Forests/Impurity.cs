using Bellwether.Learning.Trees;

namespace Bellwether.Learning.Forests;

/// <summary>The sums of a set of rows, and how pure they are.</summary>
internal sealed class Impurity(int classes, SplitCriterion criterion)
{
    /// <summary>Sum of weighted labels (quantities), or weights by class.</summary>
    public long[] Sums { get; } = new long[Math.Max(1, classes)];

    /// <summary>Sum of weights.</summary>
    public long Weight { get; private set; }

    /// <summary>Rows, repeated ones counted each time.</summary>
    public int Count { get; private set; }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Sums.AsSpan().Clear();
        (Weight, Count) = (0, 0);
    }

    /// <summary>Adds sums, or takes them away.</summary>
    public void Add(ReadOnlySpan<long> sums, long weight, int count, int sign = 1)
    {
        for (var i = 0; i < Sums.Length; i++)
            Sums[i] += sign * sums[i];
        Weight += sign * weight;
        Count += sign * count;
    }

    /// <summary>Adds rows of one class.</summary>
    public void AddClass(int label, long weight, int count)
    {
        Sums[label] += weight;
        Weight += weight;
        Count += count;
    }

    /// <summary>Makes it what a whole is without a part.</summary>
    public void Rest(Impurity whole, Impurity part)
    {
        for (var i = 0; i < Sums.Length; i++)
            Sums[i] = whole.Sums[i] - part.Sums[i];
        (Weight, Count) = (whole.Weight - part.Weight, whole.Count - part.Count);
    }

    /// <summary>Weight times purity: larger is purer, and what a split adds to it is its gain. Variance: S² / W; Gini: Σ w² / W; entropy: Σ w log(w / W).</summary>
    public double Purity()
    {
        if (Weight == 0)
            return 0;
        var sum = 0.0;
        if (classes > 0 && criterion == SplitCriterion.Entropy)
        {
            foreach (var part in Sums)
                if (part > 0)
                    sum += part * Math.Log((double)part / Weight);
            return sum;
        }

        foreach (var part in Sums)
            sum += (double)part * part;
        return sum / Weight;
    }
}
