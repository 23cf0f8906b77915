using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Bellwether.Data.Models;
using Bellwether.Learning.TreeExchange;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>Files that someone damaged, or made to harm: a complaint that names a place, never a crash, a hang or memory out of proportion.</summary>
public sealed class HostileFileTests
{
    private static readonly (string Name, byte[] File, Func<byte[], IModel> Read)[] All =
    [
        .. new[] { "logistic.json", "logistic.ubj", "softprob.ubj", "categories.json", "categories.ubj", "dart.json", "dart.ubj" }
            .Select(name => (name, ForeignModels.Bytes(name), (Func<byte[], IModel>)(file => XGBoostModel.Read(file)))),
        ("LightGBM", Encoding.UTF8.GetBytes(LightGbmTests.RandomModel(new Dice(3), "binary sigmoid:1", 1, false)), file => LightGbmModel.Read(file)),
        ("LightGBM classes", Encoding.UTF8.GetBytes(LightGbmTests.RandomModel(new Dice(4), "multiclass num_class:3", 3, false)), file => LightGbmModel.Read(file)),
        ("CatBoost", Encoding.UTF8.GetBytes(CatBoostTests.RandomModel(new Dice(3), "Logloss", 1, true).ToJsonString()), file => CatBoostModel.Read(file)),
        ("CatBoost trees", Encoding.UTF8.GetBytes(CatBoostTests.RandomModel(new Dice(3), "MultiClass", 3, false).ToJsonString()), file => CatBoostModel.Read(file)),
    ];

    public static TheoryData<string> Names => [.. All.Select(a => a.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_file_that_was_cut_is_refused_wherever_it_was_cut(string name)
    {
        var (_, file, read) = All.Single(a => a.Name == name);
        Assert.Null(ForeignModels.Bear(read, file));

        // what LightGBM writes behind its trees is not read
        var end = name.StartsWith("LightGBM", StringComparison.Ordinal) ? file.AsSpan().IndexOf("end of trees"u8) + "end of trees".Length : file.AsSpan().TrimEnd((byte)'\n').Length;
        for (var length = 0; length < end; length += length < 600 || end - length < 100 ? 1 : 11)
            Assert.False(string.IsNullOrEmpty(ForeignModels.Bear(read, file[..length])), $"{name} cut at {length}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Random_damage_does_no_harm(string name)
    {
        var (_, original, read) = All.Single(a => a.Name == name);
        var (random, refused) = (new Dice(11), 0);
        for (var i = 0; i < 1000; i++)
        {
            var file = (byte[])original.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(file.Length);
                switch (random.Next(5))
                {
                    case 0:
                        file[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        file[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 2:
                        file[at] = (byte)"0123456789-.,[]{}\"eEN"[random.Next(21)];
                        break;
                    case 3:
                        file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(20))..]];
                        break;
                    default:
                        file = [.. file[..at], .. file.AsSpan(random.Next(file.Length / 2), random.Next(20)), .. file[at..]];
                        break;
                }
            }

            refused += ForeignModels.Bear(read, file) is null ? 0 : 1;
        }

        Assert.True(refused > 200, $"{refused} refused");
    }

    [Fact]
    public void Nesting_does_not_exhaust_the_stack()
    {
        foreach (var unit in new[] { "[", "{\"a\":", "[[],", "{\"learner\":" })
        {
            var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 200_000)));
            Assert.Contains("nesting", ForeignModels.Bear(f => XGBoostModel.Read(f), file));
            Assert.Contains("nesting", ForeignModels.Bear(f => CatBoostModel.Read(f), file));
        }

        byte[] deep = [(byte)'{', (byte)'U', 1, (byte)'a', .. Enumerable.Repeat((byte)'[', 500_000)];
        Assert.Contains("nesting", ForeignModels.Bear(f => XGBoostModel.Read(f), deep));
    }

    [Theory]
    [InlineData("[$d#L")]
    [InlineData("[$U#L")]
    [InlineData("[#L")]
    [InlineData("[$Z#L")]
    [InlineData("{#L")]
    [InlineData("SL")]
    public void Ubjson_counts_are_not_believed(string header)
    {
        foreach (var count in new[] { 1_000_000_000L, long.MaxValue, -1, int.MaxValue, 1L << 31 })
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, count);
            byte[] file = [(byte)'{', (byte)'U', 7, .. "learner"u8, .. Encoding.ASCII.GetBytes(header), .. length, 1, 2, 3, 4];
            Assert.Contains("byte", ForeignModels.Bear(f => XGBoostModel.Read(f), file));
        }
    }

    [Fact]
    public void A_path_is_at_most_512_splits_long()
    {
        foreach (var (splits, sound) in new[] { (500, true), (600, false), (50_000, false) })
        {
            var text = new StringBuilder("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nobjective=regression\nfeature_names=x\n\nTree=0\n");
            text.Append(CultureInfo.InvariantCulture, $"num_leaves={splits + 1}\nnum_cat=0\nsplit_feature={Row(_ => 0)}\nthreshold={Row(i => i)}\ndecision_type={Row(_ => 0)}\n");
            text.Append(CultureInfo.InvariantCulture, $"left_child={Row(i => ~i)}\nright_child={Row(i => i + 1 < splits ? i + 1 : ~splits)}\nleaf_value={Row(i => i)} 7\nis_linear=0\n\nend of trees\n");
            var complaint = ForeignModels.Bear(f => LightGbmModel.Read(f), Encoding.UTF8.GetBytes(text.ToString()));
            Assert.Equal(sound, complaint is null);
            string Row(Func<int, int> value) => string.Join(' ', Enumerable.Range(0, splits).Select(value));
        }
    }

    [Fact]
    public void Many_codes_and_many_splits_do_not_multiply()
    {
        // one split lists many codes, many others list one: the sets would need codes times splits
        var (codes, splits) = (4000, 400);
        var text = new StringBuilder("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nobjective=regression\nfeature_names=x\n\n");
        for (var tree = 0; tree < splits * 20; tree++)
        {
            var words = tree == 0 ? codes : 1;
            text.Append(CultureInfo.InvariantCulture, $"Tree={tree}\nnum_leaves=2\nnum_cat=1\nsplit_feature=0\nthreshold=0\ndecision_type=1\nleft_child=-1\nright_child=-2\nleaf_value=1 2\ncat_boundaries=0 {words}\n");
            text.Append(CultureInfo.InvariantCulture, $"cat_threshold={string.Join(' ', Enumerable.Repeat(uint.MaxValue, words))}\n\n");
        }

        Assert.Contains("sets", ForeignModels.Bear(f => LightGbmModel.Read(f), Encoding.UTF8.GetBytes(text.Append("end of trees\n").ToString())));
    }

    [Fact]
    public void Memory_grows_with_the_file_and_no_faster()
    {
        // as few bytes for each value as the formats allow
        var (open, close) = ("{\"features_info\":", "}");
        foreach (var unit in new[] { "[],", "{},", "[1],", "\"\",", "1,", "null,", "{\"\":1},", "[[]]," })
        {
            var file = Encoding.UTF8.GetBytes(open + "[" + string.Concat(Enumerable.Repeat(unit, 500_000)) + "0]" + close);
            Assert.Contains("object", ForeignModels.Bear(f => CatBoostModel.Read(f), file));
        }

        // a sound tree of 65,535 nodes in columns of small numbers
        const int nodes = 65_535;
        var tree = new List<byte>();
        Begin("learner");
        Begin("learner_model_param");
        Text("base_score", "0");
        Text("num_class", "0");
        Text("num_feature", "1");
        tree.Add((byte)'}');
        Begin("objective");
        Text("name", "reg:squarederror");
        tree.Add((byte)'}');
        Begin("gradient_booster");
        Text("name", "gbtree");
        Begin("model");
        Column("tree_info", 'U', 1, _ => 0);
        Name("trees");
        tree.AddRange("[{"u8);
        Column("left_children", 'l', nodes, n => (2 * n) + 2 < nodes ? (2 * n) + 1 : -1);
        Column("right_children", 'l', nodes, n => (2 * n) + 2 < nodes ? (2 * n) + 2 : -1);
        Column("split_indices", 'U', nodes, _ => 0);
        Column("split_conditions", 'U', nodes, n => n & 127);
        Column("default_left", 'U', nodes, _ => 1);
        tree.AddRange("}]}}}}"u8);
        Assert.Null(ForeignModels.Bear(f => XGBoostModel.Read(f), [(byte)'{', .. tree]));

        void Begin(string name)
        {
            Name(name);
            tree.Add((byte)'{');
        }

        void Name(string name) => tree.AddRange([(byte)'U', (byte)name.Length, .. Encoding.ASCII.GetBytes(name)]);

        void Text(string name, string value)
        {
            Name(name);
            tree.AddRange([(byte)'S', (byte)'U', (byte)value.Length, .. Encoding.ASCII.GetBytes(value)]);
        }

        void Column(string name, char type, int count, Func<int, int> value)
        {
            Name(name);
            var word = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(word, count);
            tree.AddRange([(byte)'[', (byte)'$', (byte)type, (byte)'#', (byte)'l', .. word]);
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt32BigEndian(word, value(i));
                tree.AddRange(type == 'U' ? word.AsSpan(3) : word);
            }
        }
    }
}
