using System.Text;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeExchange;

/// <summary>One reading of a model of CatBoost.</summary>
internal sealed class CatBoostReader(FileNode file, FeatureSchema? schema, long bytes)
{
    private const int MostDepth = 24;

    /// <summary>Reads the trees.</summary>
    public IModel Read()
    {
        var features = new CatBoostFeatures(file.Member("features_info"), schema, bytes);
        var oblivious = file.Find("oblivious_trees");
        var trees = oblivious ?? file.Member("trees");
        var (scale, biases) = ScaleAndBias();
        var loss = Loss();
        var outputs = Outputs(loss, biases, trees, oblivious is not null);
        var (link, output) = Meaning(loss, outputs);
        if (biases.Length != outputs && Array.Exists(biases, b => b != 0))
            throw new ModelFormatException($"scale_and_bias[1] must have a number for each of {outputs} outputs, but has {biases.Length}.");
        var imported = new ImportedTrees(features.Features, bytes);
        for (var tree = 0; tree < trees.Count; tree++)
            imported.Add(oblivious is not null ? Oblivious(trees[tree], features, outputs, scale) : Tree(trees[tree], features, outputs, scale), 0, trees[tree].Path);
        return imported.Build(output, link, biases.Length == outputs ? biases : new double[outputs], leafWidth: outputs);
    }

    private (double Scale, double[] Biases) ScaleAndBias()
    {
        if (file.Find("scale_and_bias") is not { } told)
            return (1, [0]);
        if (told.Count != 2)
            throw new ModelFormatException($"{told.Path} must have a scale and a bias, but has {told.Count} entries.");
        var biases = told[1].IsArray ? told[1].Numbers() : [told[1].Number()];
        return (told[0].Number(), biases.Length == 0 ? [0] : biases);
    }

    /// <summary>The loss function in the parameters of training, which are an object or, in older files, text that holds one; "" when
    /// the file does not tell.</summary>
    private string Loss()
    {
        if (file.Find("model_info")?.Find("params") is not { } parameters)
            return "";
        if (parameters.IsText)
            parameters = JsonFile.Read(Encoding.UTF8.GetBytes(parameters.Text()));
        if (parameters.Find("loss_function") is not { } loss)
            return "";
        var name = loss.IsText ? loss.Text() : loss.Member("type").Text();
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[..colon];
    }

    /// <summary>k: what a leaf of the first tree has.</summary>
    private static int Outputs(string loss, double[] biases, FileNode trees, bool oblivious)
    {
        if (loss is not ("MultiClass" or "MultiClassOneVsAll" or ""))
            return 1;
        if (trees.Count == 0)
            return biases.Length;
        var tree = trees[0];
        if (oblivious)
            return Math.Max(1, tree.Member("leaf_values").Count >> Math.Min(MostDepth, tree.Find("splits")?.Count ?? 0));
        while (tree.Find("left") is { } left)
            tree = left;
        return tree.Member("value") is { IsArray: true } values ? Math.Max(1, values.Count) : 1;
    }

    private static (TreeLink Link, ModelOutput Output) Meaning(string loss, int outputs) => loss switch
    {
        "MultiClass" when outputs > 1 => (TreeLink.Softmax, ModelOutput.Class),
        "MultiClassOneVsAll" when outputs > 1 => (TreeLink.Logistic, ModelOutput.Class),
        "Logloss" or "CrossEntropy" => (TreeLink.Logistic, ModelOutput.Probability),
        "Poisson" or "Tweedie" => (TreeLink.Exponential, ModelOutput.Value),
        "RMSE" or "MAE" or "MAPE" or "Quantile" or "Lq" or "Huber" or "Expectile" or "LogCosh" => (TreeLink.Identity, ModelOutput.Value),
        "YetiRank" or "YetiRankPairwise" or "PairLogit" or "PairLogitPairwise" or "QueryRMSE" or "QuerySoftMax" or "QueryCrossEntropy" or "StochasticRank" or "LambdaMart"
            => (TreeLink.Identity, ModelOutput.Score),
        "" when outputs == 1 => (TreeLink.Identity, ModelOutput.Value),
        _ => throw new ModelFormatException(loss.Length == 0 || outputs == 1 && loss.StartsWith("MultiClass", StringComparison.Ordinal)
            ? $"model_info.params.loss_function must tell what {outputs} outputs mean, but is '{loss}'."
            : $"model_info.params.loss_function must be one that is known here, but is '{loss}'. Its scores cannot be told from the sums of the trees."),
    };

    /// <summary>A tree that asks the same on each level, written out; the answer to its first split is the lowest bit of the leaf's number.</summary>
    private static ImportedNode[] Oblivious(FileNode tree, CatBoostFeatures features, int outputs, double scale)
    {
        var (values, splits) = (tree.Member("leaf_values").Numbers(), tree.Find("splits"));
        var depth = splits?.Count ?? 0;
        if (depth > MostDepth || values.Length != (long)outputs << depth)
            throw new ModelFormatException($"{tree.Path}.leaf_values must have {outputs} numbers for each of the 2^{depth} leaves that {depth} splits make, but has {values.Length}.");
        var (leaves, asked) = (1 << depth, new ImportedNode[depth]);
        for (var level = 0; level < depth; level++)
            asked[level] = features.Split(splits!.Value[level]);
        var weights = tree.Find("leaf_weights")?.Numbers();
        if (weights is { Length: > 0 } && weights.Length != leaves)
            throw new ModelFormatException($"{tree.Path}.leaf_weights must have {leaves} numbers, one per leaf, but has {weights.Length}.");

        // a node's number in its level is the answers so far, first answer in the lowest bit, so that the leaves stand as in the file
        var nodes = new ImportedNode[(2 * leaves) - 1];
        for (var leaf = 0; leaf < leaves; leaf++)
            nodes[leaves - 1 + leaf] = Leaf(values.AsSpan(leaf * outputs, outputs), scale, weights is { Length: > 0 } ? weights[leaf] : 1);
        for (var level = depth - 1; level >= 0; level--)
            for (var path = 0; path < 1 << level; path++)
            {
                var (at, below) = ((1 << level) - 1 + path, (2 << level) - 1);
                var (left, right) = (below + path, below + path + (1 << level));
                nodes[at] = asked[level] with { Left = left, Right = right, Cover = nodes[left].Cover + nodes[right].Cover };
            }

        return nodes;
    }

    /// <summary>A tree of nested objects: right is above the border.</summary>
    private static ImportedNode[] Tree(FileNode tree, CatBoostFeatures features, int outputs, double scale)
    {
        var (nodes, files) = (new List<ImportedNode> { new() }, new List<FileNode> { tree });
        for (var at = 0; at < files.Count; at++)
        {
            if (files[at].Find("split") is { } split)
            {
                nodes[at] = features.Split(split) with { Left = files.Count, Right = files.Count + 1 };
                files.AddRange([files[at].Member("left"), files[at].Member("right")]);
                nodes.AddRange([new(), new()]);
                continue;
            }

            var value = files[at].Member("value");
            nodes[at] = Leaf(value.IsArray ? value.Numbers(outputs) : [value.Number()], scale, files[at].Find("weight")?.Number() ?? 1);
            if (!value.IsArray && outputs > 1)
                throw new ModelFormatException($"{value.Path} must have {outputs} numbers, but has one.");
        }

        for (var at = nodes.Count - 1; at >= 0; at--)
            if (nodes[at].Feature >= 0)
                nodes[at] = nodes[at] with { Cover = nodes[nodes[at].Left].Cover + nodes[nodes[at].Right].Cover };
        return [.. nodes];
    }

    private static ImportedNode Leaf(ReadOnlySpan<double> values, double scale, double weight)
    {
        if (values.Length == 1)
            return new ImportedNode { Value = values[0] * scale, Cover = weight };
        var scaled = values.ToArray();
        foreach (ref var value in scaled.AsSpan())
            value *= scale;
        return new ImportedNode { Values = scaled, Cover = weight };
    }
}
