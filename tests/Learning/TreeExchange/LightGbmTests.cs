using System.Globalization;
using System.Text;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.TreeExchange;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>Models in LightGBM's text predict what a slow reading of LightGBM's rules predicts; LightGBM itself is not installed.</summary>
public sealed class LightGbmTests
{
    private static readonly double[] Values = [double.NaN, 0, -0.0, 1e-35, 1.1e-35, -1e-35, 1e-36, 2e-35, 0.5, -0.5, 1, 2, 3, 31, 32, 33, 64, 65, 100, -1, -7, 1e300, -1e300];

    public static TheoryData<string, int> Objectives => new()
    {
        { "binary sigmoid:1", 1 }, { "binary sigmoid:0.7", 1 }, { "cross_entropy", 1 }, { "regression", 1 }, { "regression_l1", 1 }, { "huber", 1 }, { "quantile alpha:0.9", 1 }, { "poisson", 1 },
        { "gamma", 1 }, { "tweedie tweedie_variance_power:1.5", 1 }, { "lambdarank", 1 }, { "multiclass num_class:3", 3 }, { "multiclassova num_class:4 sigmoid:1.5", 4 },
    };

    [Theory, MemberData(nameof(Objectives))]
    public void Predicts_by_the_rules(string objective, int outputs)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var (random, average) = (new Dice(seed), seed % 3 == 2);
            var text = RandomModel(random, objective, outputs, average);
            var (model, slow) = (LightGbmModel.Read(Encoding.UTF8.GetBytes(text)), new SlowLightGbm(text));
            for (var i = 0; i < 200; i++)
            {
                double[] row = [.. Enumerable.Range(0, 4).Select(f => f == 3 ? (double)random.Next(-1, 110) : random.Next(3) == 0 ? Values[random.Next(Values.Length)] : random.NextDouble() * 6 - 3)];
                if (random.Next(8) == 0)
                    row[3] = double.NaN;
                Same(slow.Predict(row), model, row);
            }
        }
    }

    [Fact]
    public void A_model_worked_out_by_hand()
    {
        // if x <= 0.5 (NaN right): if shop in {1, 33}: 10, else -20; else 30; then a tree that is one leaf, 0.25
        var text = Head("regression", 1, ["x", "shop"], "[-1:1] 1:2:33") + """
            Tree=0
            num_leaves=3
            num_cat=1
            split_feature=0 1
            split_gain=5 3
            threshold=0.5 0
            decision_type=8 1
            left_child=1 -1
            right_child=-2 -3
            leaf_value=10 30 -20
            leaf_weight=4 5 6
            leaf_count=4 5 6
            internal_value=1 2
            internal_weight=15 10
            internal_count=15 10
            cat_boundaries=0 2
            cat_threshold=2 2
            is_linear=0
            shrinkage=1


            Tree=1
            num_leaves=1
            num_cat=0
            split_feature=
            leaf_value=0.25
            is_linear=0
            shrinkage=1


            end of trees

            feature_importances:
            x=1
            """;
        var model = LightGbmModel.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(ModelOutput.Value, model.Output);
        Assert.Equal([FeatureKind.Numeric, FeatureKind.Categorical], model.Schema.Features.Select(f => f.Kind));
        Assert.Equal(10.25, model.Predict([0.5, 33]));
        Assert.Equal(10.25, model.Predict([-4, 1]));
        Assert.Equal(-19.75, model.Predict([0, 2]));
        Assert.Equal(-19.75, model.Predict([0, double.NaN]));
        Assert.Equal(30.25, model.Predict([0.50000001, 1]));
        Assert.Equal(30.25, model.Predict([double.NaN, 1]));
    }

    [Fact]
    public void A_forest_of_format_2_has_probabilities_in_its_leaves()
    {
        var model = LightGbmModel.Read(Forest());
        Assert.Equal(ModelOutput.Probability, model.Output);
        Assert.Equal(0.8777494239518565, model.Predict([5.8, 2.8, 5.1, 2.4]), 1e-14);
        Assert.Equal(0.8791711215497503, model.Predict([6, 2.2, 4, 1]), 1e-14);
        Assert.Equal(0.8753685294277790, model.Predict([5.5, 2.6, 4.4, 1.2]), 1e-14);
    }

    [Theory]
    [InlineData(2, 0.5, 0, double.NaN, -1)]
    [InlineData(0, 0.5, 0, double.NaN, -1)]
    [InlineData(0, -0.5, 1, double.NaN, 1)]
    [InlineData(2, -0.5, 1, double.NaN, 1)]
    [InlineData(8, 0.5, 0, double.NaN, 1)]
    [InlineData(10, -0.5, 1, double.NaN, -1)]
    [InlineData(4, 0.5, 0.1, 0, 1)]
    [InlineData(4, 0.5, 0.1, double.NaN, 1)]
    [InlineData(6, -0.5, 1, 0, -1)]
    [InlineData(6, -0.5, 1, 9e-36, -1)]
    [InlineData(6, -0.5, 1, 2e-35, 1)]
    public void Missing_goes_by_the_bits_of_decision_type(int decision, double threshold, double usual, double value, double expected)
    {
        var model = LightGbmModel.Read(Stump(decision, threshold));
        Assert.Equal(usual <= threshold ? -1 : 1, model.Predict([usual]));
        Assert.Equal(expected, model.Predict([value]));
    }

    [Theory]
    [InlineData("is_linear=0", "is_linear=1", "linear_tree")]
    [InlineData("objective=regression", "objective=regression sqrt", "reg_sqrt")]
    [InlineData("objective=regression", "objective=mystery", "mystery")]
    [InlineData("objective=regression", "objective=multiclass num_class:3", "num_tree_per_iteration")]
    [InlineData("threshold=0.5", "threshold=nan", "Line 16")]
    [InlineData("threshold=0.5", "threshold=0.5 3", "has more")]
    [InlineData("left_child=-1", "left_child=0", "children of its own")]
    [InlineData("left_child=-1", "left_child=-2", "children of its own")]
    [InlineData("left_child=-1", "left_child=-3", "Line 18")]
    [InlineData("decision_type=2", "decision_type=3", "Line 13")]
    [InlineData("num_leaves=2", "num_leaves=1000000000", "Line 22")]
    [InlineData("split_feature=0", "split_feature=1", "Line 14")]
    [InlineData("max_feature_idx=0", "max_feature_idx=1000000000", "max_feature_idx")]
    [InlineData("num_tree_per_iteration=1", "num_tree_per_iteration=2", "num_tree_per_iteration")]
    [InlineData("Tree=0", "Tree=3", "Line 11")]
    [InlineData("end of trees", "", "was cut")]
    [InlineData("version=v4", "", "no text model")]
    [InlineData("num_cat=0", "num_leaves=2", "Line 13")]
    public void Every_refusal_names_the_place(string text, string instead, string says)
    {
        var file = Encoding.UTF8.GetString(Stump(2));
        Assert.Contains(text, file);
        Assert.Contains(says, Assert.Throws<ModelFormatException>(() => LightGbmModel.Read(Encoding.UTF8.GetBytes(file.Replace(text, instead)))).Message);
    }

    /// <summary>The forest on iris that the tests of the Go library leaves publish, with what LightGBM predicted for three flowers.</summary>
    internal static byte[] Forest()
    {
        var text = new StringBuilder(Head("binary sigmoid:1", 1, ["a", "b", "c", "d"], "[4:8] [2:5] [1:7] [0:3]").Replace("version=v4", "version=v2").Replace("label_index=0\n", "label_index=0\naverage_output\n"));
        var wide = new Dictionary<int, (int Feature, double Threshold, double Value)> { [3] = (0, 5.75, 0.85814893509951207), [11] = (0, 5.85, 0.85814893509951207), [14] = (0, 5.95, 0.83466374295385415), [16] = (0, 5.85, 0.85814893509951207), [23] = (3, 1.45, 0.83201838513392434) };
        for (var tree = 0; tree < 30; tree++)
            text.Append(wide.TryGetValue(tree, out var w)
                ? FormattableString.Invariant($"Tree={tree}\nnum_leaves=3\nnum_cat=0\nsplit_feature=3 {w.Feature}\nthreshold=0.45 {w.Threshold}\ndecision_type=2 2\nleft_child=-1 -2\nright_child=1 -3\nleaf_value=0.11920292202211766 {w.Value} 0.88079707797788231\nshrinkage=1\n\n")
                : FormattableString.Invariant($"Tree={tree}\nnum_leaves=2\nnum_cat=0\nsplit_feature=2\nthreshold=2.35\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value=0.11920292202211766 0.88079707797788231\nshrinkage=1\n\n"));
        return Encoding.UTF8.GetBytes(text.Append("end of trees\n").ToString());
    }

    /// <summary>One split of one feature: -1 on the left, 1 on the right.</summary>
    internal static byte[] Stump(int decision, double threshold = 0.5) => Encoding.UTF8.GetBytes(Head("regression", 1, ["x"], "[-1:1]") + string.Create(CultureInfo.InvariantCulture, $"""
        Tree=0
        num_leaves=2
        num_cat=0
        split_feature=0
        split_gain=1
        threshold={threshold}
        decision_type={decision}
        left_child=-1
        right_child=-2
        leaf_weight=1 1
        leaf_count=1 1
        leaf_value=-1 1
        internal_value=0
        internal_weight=2
        internal_count=2
        is_linear=0
        shrinkage=1


        end of trees

        """));

    internal static string RandomModel(Dice random, string objective, int outputs, bool average)
    {
        var text = new StringBuilder(Head(objective, outputs, ["a", "b", "c", "kind"], "[0:1] [0:1] none 0:1:2"));
        if (average)
            text.Replace("label_index=0\n", "label_index=0\naverage_output\n");
        for (var tree = 0; tree < 5 * outputs; tree++)
            text.Append(SlowLightGbm.RandomTree(random, tree));
        return text.Append("end of trees\n\nfeature_importances:\na=3\n\nparameters:\n[boosting: gbdt]\nend of parameters\n\npandas_categorical:[[\"x\", \"y\"]]\n").ToString();
    }

    private static string Head(string objective, int outputs, string[] names, string infos) =>
        $"tree\nversion=v4\nnum_class={outputs}\nnum_tree_per_iteration={outputs}\nlabel_index=0\nmax_feature_idx={names.Length - 1}\nobjective={objective}\nfeature_names={string.Join(' ', names)}\n"
        + $"feature_infos={infos}\n\n";

    private static void Same(double[] expected, IModel model, double[] row)
    {
        if (model is IClassifier classifier)
        {
            var probabilities = new double[classifier.Classes];
            classifier.Probabilities(row, probabilities);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], probabilities[i], 1e-12);
        }
        else
            Assert.Equal(expected[0], model.Predict(row), 1e-12 * Math.Max(1, Math.Abs(expected[0])));
    }
}
