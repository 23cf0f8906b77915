namespace Bellwether.Learning.Trees;

/// <summary>Exact Shapley values of one vector under one tree, when absent features follow the training rows down the tree.</summary>
/// <remarks>Lundberg, Erion and Lee, "Consistent Individualized Feature Attribution for Tree Ensembles", 2018, algorithm 2. O(leaves ·
/// depth²) per tree.</remarks>
internal readonly ref struct TreeShap(TreeEnsemble trees, ReadOnlySpan<double> encoded, Span<double> contributions, double share)
{
    private readonly ReadOnlySpan<double> _encoded = encoded;
    private readonly Span<double> _contributions = contributions;

    /// <summary>Path elements needed for trees of a depth.</summary>
    public static int Room(int depth) => (depth + 2) * (depth + 3) / 2;

    /// <summary>The sum over trees of the mean leaf, children counted by their cover.</summary>
    public static double Expected(TreeEnsemble trees)
    {
        // children come after their parent, so backwards every child is known before it is asked for
        var (means, sum) = (new double[trees.Features.Length], 0.0);
        for (var node = means.Length - 1; node >= 0; node--)
        {
            var left = trees.Lefts[node];
            if (trees.IsLeaf(node))
                means[node] = trees.Values[left];
            else
                means[node] = ((means[left] * trees.Covers[left]) + (means[left + 1] * trees.Covers[left + 1])) / (trees.Covers[left] + trees.Covers[left + 1]);
        }

        for (var tree = 0; tree < trees.Trees; tree++)
            sum += means[trees.Roots[tree]];
        return sum;
    }

    /// <summary>Adds the contributions of a tree.</summary>
    public void Add(int tree, Span<PathStep> room) => Visit(trees.Roots[tree], default, room, 0, 1, 1, -1);

    private void Visit(int node, ReadOnlySpan<PathStep> above, Span<PathStep> room, int length, double zero, double one, int feature)
    {
        var path = room[..(length + 1)];
        above[..length].CopyTo(path);
        Extend(path, length, zero, one, feature);
        if (trees.IsLeaf(node))
        {
            for (var i = 1; i <= length; i++)
                _contributions[path[i].Feature] += UnwoundSum(path, length, i) * (path[i].One - path[i].Zero) * (trees.Values[trees.Lefts[node]] * share);
            return;
        }

        var split = trees.Features[node];
        var left = trees.Lefts[node];
        var hot = trees.Next(node, _encoded);
        var cold = hot == left ? left + 1 : left;
        var (inZero, inOne, below) = (1.0, 1.0, length);
        for (var i = 1; i <= length; i++)
        {
            if (path[i].Feature != split)
                continue;
            (inZero, inOne) = (path[i].Zero, path[i].One);
            Unwind(path, length, i);
            below--;
            break;
        }

        // a model of others may have rounded its covers, so the shares are of the children's sum
        var cover = trees.Covers[left] + trees.Covers[left + 1];
        Visit(hot, path, room[(length + 1)..], below + 1, inZero * trees.Covers[hot] / cover, inOne, split);
        Visit(cold, path, room[(length + 1)..], below + 1, inZero * trees.Covers[cold] / cover, 0, split);
    }

    private static void Extend(Span<PathStep> path, int length, double zero, double one, int feature)
    {
        path[length] = new PathStep(feature, zero, one, length == 0 ? 1 : 0);
        for (var i = length - 1; i >= 0; i--)
        {
            path[i + 1].Weight += one * path[i].Weight * (i + 1) / (length + 1);
            path[i].Weight = zero * path[i].Weight * (length - i) / (length + 1);
        }
    }

    private static void Unwind(Span<PathStep> path, int length, int index)
    {
        var (zero, one, next) = (path[index].Zero, path[index].One, path[length].Weight);
        for (var j = length - 1; j >= 0; j--)
        {
            if (one != 0)
            {
                var before = path[j].Weight;
                path[j].Weight = next * (length + 1) / ((j + 1) * one);
                next = before - (path[j].Weight * zero * (length - j) / (length + 1));
            }
            else
            {
                path[j].Weight = path[j].Weight * (length + 1) / (zero * (length - j));
            }
        }

        for (var j = index; j < length; j++)
            path[j] = new PathStep(path[j + 1].Feature, path[j + 1].Zero, path[j + 1].One, path[j].Weight);
    }

    private static double UnwoundSum(ReadOnlySpan<PathStep> path, int length, int index)
    {
        var (zero, one, next, sum) = (path[index].Zero, path[index].One, path[length].Weight, 0.0);
        for (var j = length - 1; j >= 0; j--)
        {
            if (one != 0)
            {
                var weight = next * (length + 1) / ((j + 1) * one);
                sum += weight;
                next = path[j].Weight - (weight * zero * (length - j) / (length + 1));
            }
            else
            {
                sum += path[j].Weight / (zero * (length - j) / (length + 1));
            }
        }

        return sum;
    }
}
