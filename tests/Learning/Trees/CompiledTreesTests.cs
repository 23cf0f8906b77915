using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>Compiled trees against the plain walk, over random trees that use everything an ensemble can carry.</summary>
public sealed class CompiledTreesTests
{
    private const int Codes = 300;

    private static readonly FeatureSchema Schema = new([new FeatureSpec("a"), new FeatureSpec("b"), new FeatureSpec("c", FeatureKind.Categorical), new FeatureSpec("d")]);

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 7, 1)]
    [InlineData(1, 40, 9)]
    [InlineData(3, 24, 6)]
    [InlineData(5, 10, 4)]
    public void Compiled_sums_equal_plain_sums_bit_for_bit(int outputs, int trees, int depth)
    {
        var stream = new Seed((ulong)((outputs * 100) + trees)).Stream();
        foreach (var wide in outputs > 1 ? new[] { true, false } : [false])
        {
            var ensemble = Random(stream, outputs, wide, trees, depth);
            var compiled = CompiledTrees.Of(ensemble)!;
            var rows = Rows(stream, 391);
            var (batch, encoded) = (new double[rows.Rows * outputs], new double[4]);
            compiled.Add(rows, batch);
            for (var row = 0; row < rows.Rows; row++)
            {
                var (vector, plain, single) = (Sample.Vector(rows, row), new double[outputs], new double[outputs]);
                ensemble.Encode(vector, encoded);
                ensemble.Add(encoded, plain);
                compiled.Add(vector, single);
                Assert.Equal(plain, single);
                Assert.Equal(plain, batch[(row * outputs)..((row + 1) * outputs)]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_few_rows_give_the_same_as_many(int count)
    {
        var stream = new Seed(8).Stream();
        var (ensemble, rows) = (Random(stream, 1, false, 20, 6), Rows(stream, 64));
        var compiled = CompiledTrees.Of(ensemble)!;
        var (all, few) = (new double[64], new double[count]);
        compiled.Add(rows, all);
        compiled.Add(rows.Select([.. Enumerable.Range(0, count)]), few);
        Assert.Equal(all[..count], few);
    }

    [Fact]
    public void Thresholds_that_do_not_fit_are_walked_plainly()
    {
        // a chain of 70,000 distinct thresholds over many trees: more than a word of 16 bits can number
        var builder = new TreeEnsembleBuilder([null, null, null, null]);
        for (var tree = 0; tree < 70_000; tree++)
            builder.Add([new TreeNode { Feature = 0, Threshold = tree, Left = 1, Right = 2 }, new TreeNode { Value = 1 }, new TreeNode { Value = 0 }]);
        var ensemble = builder.Build([0.5]);
        Assert.Null(CompiledTrees.Of(ensemble));
        var model = new TreesModel(Schema, ModelOutput.Value, ensemble);
        Assert.Equal(70_000 - 10 + 0.5, model.Predict([9.5, 0, 0, 0]));
    }

    [Fact]
    public void Models_of_every_shape_keep_their_bytes_and_scores()
    {
        var stream = new Seed(4).Stream();
        var rows = Rows(stream, 100);
        var models = new IModel[]
        {
            new TreesModel(Schema, ModelOutput.Value, Random(stream, 1, false, 5, 4, TreeLink.Exponential)),
            new TreesModel(Schema, ModelOutput.Score, Random(stream, 1, false, 5, 4)),
            new TreesClassifier(Schema, Random(stream, 3, false, 6, 4, TreeLink.Softmax)),
            new TreesClassifier(Schema, Random(stream, 3, true, 5, 4)),
            new TreesClassifier(Schema, Random(stream, 3, false, 6, 4, TreeLink.Logistic)),
        };
        foreach (var model in models)
        {
            var bytes = ArtifactFormats.Save(model);
            var loaded = (IModel)LearnerLaws.Formats.Load(bytes);
            Assert.Equal(bytes, ArtifactFormats.Save(loaded));
            for (var row = 0; row < rows.Rows; row++)
                Assert.Equal(model.Predict(Sample.Vector(rows, row)), loaded.Predict(Sample.Vector(rows, row)));
        }
    }

    [Fact]
    public void Random_damage_behind_the_checksum_is_refused_or_harmless()
    {
        var (stream, rows) = (new Seed(6).Stream(), Rows(new Seed(7).Stream(), 20));
        foreach (IModel model in new IModel[] { new TreesModel(Schema, ModelOutput.Value, Random(stream, 1, false, 8, 4)), new TreesClassifier(Schema, Random(stream, 3, true, 4, 3)) })
        {
            var bytes = ArtifactFormats.Save(model);
            for (var trial = 0; trial < 1500; trial++)
            {
                var damaged = (byte[])bytes.Clone();
                for (var hits = 1 + stream.NextInt(3); hits > 0; hits--)
                    damaged[8 + stream.NextInt(bytes.Length - 40)] = (byte)stream.NextInt(256);
                System.Security.Cryptography.SHA256.HashData(damaged.AsSpan(..^32), damaged.AsSpan(damaged.Length - 32));
                try
                {
                    var loaded = (IModel)LearnerLaws.Formats.Load(damaged);
                    if (loaded.Schema.Count == 4)
                        for (var row = 0; row < rows.Rows; row++)
                            Assert.True(double.IsFinite(loaded.Predict(Sample.Vector(rows, row))));
                }
                catch (ModelFormatException)
                {
                    // what a damaged file should give
                }
                catch (ArgumentException error)
                {
                    Assert.Contains("must", error.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    internal static TreeEnsemble Random(RandomStream stream, int outputs, bool wide, int trees, int depth, TreeLink link = TreeLink.Identity)
    {
        var codes = new CategoryCodes([.. Enumerable.Range(0, Codes).Select(i => i * 2.0)]);
        var builder = new TreeEnsembleBuilder([null, null, codes, null], outputs, wide ? outputs : 1);
        for (var tree = 0; tree < trees; tree++)
        {
            var nodes = new List<TreeNode>();
            Grow(depth);
            builder.Add(nodes, wide ? 0 : tree % outputs);

            int Grow(int left)
            {
                var place = nodes.Count;
                nodes.Add(new TreeNode());
                if (left == 0 || stream.NextBool(0.15))
                {
                    nodes[place] = new TreeNode { Value = stream.NextGaussian(), Values = [.. Enumerable.Range(0, outputs).Select(_ => stream.NextDouble())], Cover = 1 + stream.NextInt(9) };
                    return place;
                }

                var feature = stream.NextInt(4);
                var flags = feature == 2 ? NodeFlags.Category : (stream.NextBool(0.5) ? NodeFlags.MissingRight : 0) | (feature == 3 && stream.NextBool(0.5) ? NodeFlags.ZeroMissing : 0);
                ulong[]? set = feature == 2 ? [.. Enumerable.Range(0, (Codes + 2 + 63) / 64).Select(_ => stream.NextBits())] : null;
                nodes[place] = new TreeNode
                {
                    Feature = feature, Flags = flags, Set = set, Threshold = stream.NextBool(0.1) ? 0 : stream.NextInt(20) / 4.0 - 2, Gain = stream.NextDouble(), Cover = 10,
                    Left = Grow(left - 1), Right = Grow(left - 1),
                };
                return place;
            }
        }

        return builder.Build([.. Enumerable.Range(0, outputs).Select(_ => stream.NextGaussian())], link, averaged: wide);
    }

    private static Dataset Rows(RandomStream stream, int count)
    {
        double Number(int c) => stream.NextInt(12) switch
        {
            0 => double.NaN,
            1 => 0,
            2 => double.PositiveInfinity,
            3 => double.NegativeInfinity,
            4 => (stream.NextInt(20) / 4.0) - 2,
            5 => 1e-36,
            _ => c == 2 ? stream.NextInt(Codes * 2 + 10) : stream.NextGaussian(),
        };
        return new Dataset(Schema, [.. Enumerable.Range(0, 4).Select(c => Enumerable.Range(0, count).Select(_ => Number(c)).ToArray())], new double[count], new long[count]);
    }
}
