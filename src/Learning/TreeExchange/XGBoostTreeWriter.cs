using System.Globalization;
using System.Text.Json;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Writes one tree of an ensemble as columns of XGBoost.</summary>
/// <param name="trees">The ensemble.</param>
/// <param name="tree">The tree, or -1 for a lone leaf of value 0.</param>
/// <param name="output">The output it is written for.</param>
/// <param name="start">What is added to each leaf.</param>
internal sealed class XGBoostTreeWriter(TreeEnsemble trees, int tree, int output, double start)
{
    private const int NoParent = int.MaxValue, MostCategory = (1 << 24) - 1;
    private readonly int _first = tree < 0 ? 0 : trees.Roots[tree];
    private readonly int _count = tree < 0 ? 1 : trees.Roots[tree + 1] - trees.Roots[tree];
    private readonly double _share = trees.Averaged ? 1.0 / Math.Max(1, trees.TreesOf(output)) : 1;
    private readonly List<int> _categories = [], _categoryNodes = [], _categoryStarts = [], _categorySizes = [];
    private readonly Dictionary<int, bool> _swapped = [];

    /// <summary>Writes the tree.</summary>
    /// <exception cref="NotSupportedException">A number exceeds single precision, or a category is no whole number of 24 bits.</exception>
    public void Write(Utf8JsonWriter json, int id, int features)
    {
        for (var node = 0; node < _count; node++)
            if (IsCategory(node))
                ListCategories(node);
        json.WriteStartObject();
        Column(json, "base_weights", node => IsLeaf(node) ? Leaf(node) : 0f);
        Column(json, "categories", _categories);
        Column(json, "categories_nodes", _categoryNodes);
        Column(json, "categories_segments", _categoryStarts);
        Column(json, "categories_sizes", _categorySizes);
        Column(json, "default_left", node => !IsLeaf(node) && MissingLeft(node) ? 1 : 0);
        json.WriteNumber("id", id);
        Column(json, "left_children", node => IsLeaf(node) ? -1 : Left(node) + (Swapped(node) ? 1 : 0));
        Column(json, "loss_changes", node => tree < 0 ? 0f : trees.Gains[_first + node]);
        Column(json, "parents", Parents());
        Column(json, "right_children", node => IsLeaf(node) ? -1 : Left(node) + (Swapped(node) ? 0 : 1));
        Column(json, "split_conditions", node => IsLeaf(node) ? Leaf(node) : IsCategory(node) ? 0f : SinglePrecision.Above(trees.Thresholds[_first + node]));
        Column(json, "split_indices", node => IsLeaf(node) ? 0 : trees.Features[_first + node]);
        Column(json, "split_type", node => IsCategory(node) ? 1 : 0);
        Column(json, "sum_hessian", node => tree < 0 ? 1f : (float)Math.Min(trees.Covers[_first + node], float.MaxValue));
        json.WriteStartObject("tree_param");
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("num_deleted", 0), ("num_feature", features), ("num_nodes", _count), ("size_leaf_vector", 0)])
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private bool IsLeaf(int node) => tree < 0 || trees.IsLeaf(_first + node);

    private bool IsCategory(int node) => tree >= 0 && (trees.Flags[_first + node] & NodeFlags.Category) != 0;

    private int Left(int node) => trees.Lefts[_first + node] - _first;

    private bool Swapped(int node) => _swapped.GetValueOrDefault(node);

    private float Leaf(int node)
    {
        var value = start + (tree < 0 ? 0 : trees.Values[(trees.Lefts[_first + node] * trees.LeafWidth) + (trees.LeafWidth == 1 ? 0 : output)] * _share);
        return Math.Abs(value) <= float.MaxValue ? (float)value : throw new NotSupportedException($"Leaves must be within ±{float.MaxValue:g9} for XGBoost, but tree {tree} has {value:g9}. Train on labels of smaller unit.");
    }

    private bool MissingLeft(int node) => IsCategory(node)
        ? Has(node, trees.Codes[trees.Features[_first + node]]!.Count + 1) != Swapped(node)
        : (trees.Flags[_first + node] & NodeFlags.MissingRight) == 0;

    private bool Has(int node, int bin) => ((trees.Sets[(int)trees.Thresholds[_first + node] + (bin >> 6)] >> (bin & 63)) & 1) != 0;

    /// <summary>XGBoost sends the listed categories right and all others left. Where ours sends others right, the children change places.</summary>
    private void ListCategories(int node)
    {
        CategoryCodes codes = trees.Codes[trees.Features[_first + node]]!;
        var swapped = !Has(node, 0);
        (_swapped[node], var before) = (swapped, _categories.Count);
        for (var i = 0; i < codes.Count; i++)
        {
            if (Has(node, i + 1) != swapped)
                continue;
            var code = codes.Codes[i];
            if (!(code >= 0 && code <= MostCategory && code == Math.Floor(code)))
                throw new NotSupportedException($"Categories must be whole numbers from 0 to {MostCategory} for XGBoost, but one is {FileNumber.Text(code)}. Number the categories before training.");
            _categories.Add((int)code);
        }

        _categoryNodes.Add(node);
        _categoryStarts.Add(before);
        _categorySizes.Add(_categories.Count - before);
    }

    private List<int> Parents()
    {
        var parents = new int[_count];
        parents[0] = NoParent;
        for (var node = 0; node < _count; node++)
            if (!IsLeaf(node))
                parents[Left(node)] = parents[Left(node) + 1] = node;
        return [.. parents];
    }

    private static void Column(Utf8JsonWriter json, string name, List<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private void Column(Utf8JsonWriter json, string name, Func<int, int> number)
    {
        json.WriteStartArray(name);
        for (var node = 0; node < _count; node++)
            json.WriteNumberValue(number(node));
        json.WriteEndArray();
    }

    private void Column(Utf8JsonWriter json, string name, Func<int, float> number)
    {
        json.WriteStartArray(name);
        for (var node = 0; node < _count; node++)
        {
            // to XGBoost 1 is no float but 1E0 is; JSON has no infinity, XGBoost's has
            var value = number(node);
            var text = float.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity" : value.ToString("R", CultureInfo.InvariantCulture);
            json.WriteRawValue(text.AsSpan().ContainsAny('.', 'E', 'I') ? text : text + "E0", skipInputValidation: true);
        }

        json.WriteEndArray();
    }
}
