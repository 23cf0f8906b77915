using System.Runtime.InteropServices;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>The binary format <c>trees/2</c> and its twin <c>trees-classifier/2</c>: schema, output, shape, category codes, and the columns of
/// <see cref="TreeEnsemble"/>.</summary>
internal static class TreesFormat
{
    private const int MostOutputs = 1 << 20;

    /// <summary>Writes a model.</summary>
    public static void Write(ModelWriter writer, FeatureSchema schema, ModelOutput output, TreeEnsemble trees)
    {
        writer.Schema(schema);
        writer.Int32((int)output);
        writer.Int32(trees.LeafWidth);
        writer.Bool(trees.Averaged);
        writer.Int32((int)trees.Link);
        writer.Array<double>(trees.Bases);
        foreach (var codes in trees.Codes)
        {
            writer.Bool(codes is not null);
            codes?.Write(writer);
        }

        writer.Array<int>(trees.Roots);
        writer.Array<int>(trees.Targets);
        writer.Array<int>(trees.Features);
        writer.Array<byte>(MemoryMarshal.AsBytes<NodeFlags>(trees.Flags));
        writer.Array<double>(trees.Thresholds);
        writer.Array<int>(trees.Lefts);
        writer.Array<double>(trees.Covers);
        writer.Array<float>(trees.Gains);
        writer.Array<double>(trees.Values);
        writer.Array<ulong>(trees.Sets);
    }

    /// <summary>Reads a model of one output.</summary>
    /// <exception cref="ModelFormatException">The trees are not sound: walking them could leave them or never end.</exception>
    public static TreesModel ReadModel(ModelReader reader)
    {
        var (schema, output, trees) = Read(reader);
        Sound(trees.Outputs == 1 && output is ModelOutput.Probability or ModelOutput.Value or ModelOutput.Score, "one output that is a probability, a value or a score");
        Sound(trees.Link != TreeLink.Softmax, "a link for one output");
        return new TreesModel(schema, output, trees);
    }

    /// <summary>Reads a classifier.</summary>
    /// <exception cref="ModelFormatException">The trees are not sound.</exception>
    public static TreesClassifier ReadClassifier(ModelReader reader)
    {
        var (schema, output, trees) = Read(reader);
        Sound(trees.Outputs > 1 && output == ModelOutput.Class, "an output per class");
        return new TreesClassifier(schema, trees);
    }

    private static (FeatureSchema Schema, ModelOutput Output, TreeEnsemble Trees) Read(ModelReader reader)
    {
        var (schema, output) = (reader.Schema(), (ModelOutput)reader.Int32());
        var (width, averaged, link, bases) = (reader.Int32(), reader.Bool(), (TreeLink)reader.Int32(), reader.Array<double>());
        Sound(Enum.IsDefined(link) && bases.Length is >= 1 and <= MostOutputs && (width == 1 || width == bases.Length), "a known link and leaves as wide as 1 or its outputs");
        Sound(bases.All(double.IsFinite), "finite bases");
        var trees = new TreeEnsemble
        {
            Outputs = bases.Length, LeafWidth = width, Averaged = averaged, Link = link, Bases = bases, Codes = ReadCodes(reader, schema),
            Roots = reader.Array<int>(), Targets = reader.Array<int>(), Features = reader.Array<int>(), Flags = Array.ConvertAll(reader.Array<byte>(), f => (NodeFlags)f),
            Thresholds = reader.Array<double>(), Lefts = reader.Array<int>(), Covers = reader.Array<double>(), Gains = reader.Array<float>(),
            Values = reader.Array<double>(), Sets = reader.Array<ulong>(),
        };
        Check(trees, schema.Count);
        return (schema, output, trees);
    }

    /// <summary>The category codes of each feature.</summary>
    public static CategoryCodes?[] ReadCodes(ModelReader reader, FeatureSchema schema)
    {
        var codes = new CategoryCodes?[schema.Count];
        for (var feature = 0; feature < codes.Length; feature++)
            codes[feature] = reader.Bool() ? CategoryCodes.Read(reader) : null;
        return codes;
    }

    /// <summary>Every walk must end in a leaf, and every number that a walk reads must be there.</summary>
    /// <exception cref="ModelFormatException">It is not so.</exception>
    public static void Check(TreeEnsemble trees, int width)
    {
        var n = trees.Features.Length;
        Sound(trees.Flags.Length == n && trees.Thresholds.Length == n && trees.Lefts.Length == n && trees.Covers.Length == n && trees.Gains.Length == n, "as many of each column as there are nodes");
        Sound(trees.Roots.Length > 0 && trees.Roots[0] == 0 && trees.Roots[^1] == n && trees.Targets.Length == trees.Trees, "trees that cover all nodes");
        Sound(trees.Targets.All(t => t >= 0 && t < trees.Outputs), "targets among the outputs");
        Sound(trees.Values.Length % trees.LeafWidth == 0 && trees.Values.All(double.IsFinite), "whole leaves of finite values");
        for (var tree = 0; tree < trees.Trees; tree++)
        {
            Sound(trees.Roots[tree + 1] > trees.Roots[tree] && trees.Roots[tree + 1] <= n, "trees in order");
            for (var node = trees.Roots[tree]; node < trees.Roots[tree + 1]; node++)
                CheckNode(trees, node, trees.Roots[tree + 1], width);
        }

        Sound(trees.Depths().All(d => d <= TreeEnsemble.MostDepth), $"at most {TreeEnsemble.MostDepth} splits on a path");
    }

    private static void CheckNode(TreeEnsemble trees, int node, int end, int width)
    {
        var (feature, flags, left) = (trees.Features[node], trees.Flags[node], trees.Lefts[node]);
        Sound(trees.Covers[node] > 0 && double.IsFinite(trees.Covers[node]), "training weight in every node");
        Sound((flags & ~(NodeFlags.MissingRight | NodeFlags.Category | NodeFlags.ZeroMissing)) == 0, "known flags");
        if (feature < 0)
        {
            Sound(feature == -1 && flags == NodeFlags.None && left >= 0 && left < trees.Leaves, "values for every leaf");
            return;
        }

        Sound(feature < width && left > node && left + 1 < end, "features of the schema, and children after their parent");
        var (threshold, codes) = (trees.Thresholds[node], trees.Codes[feature]);
        if ((flags & NodeFlags.Category) != 0)
            Sound(codes is not null && flags == NodeFlags.Category && threshold >= 0 && threshold <= trees.Sets.Length - TreeEnsemble.SetWords(codes) && threshold == Math.Floor(threshold), "sets for categorical splits");
        else
            Sound(codes is null && !double.IsNaN(threshold), "thresholds for quantities");
    }

    /// <summary>Throws unless something holds.</summary>
    /// <exception cref="ModelFormatException">It does not.</exception>
    public static void Sound(bool holds, string must)
    {
        if (!holds)
            throw new ModelFormatException($"A file of trees must have {must}, but does not. The model was not written by Bellwether; train it again.");
    }
}
