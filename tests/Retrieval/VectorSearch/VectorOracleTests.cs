using System.Globalization;
using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Hnsw;
using Bellwether.Retrieval.InvertedFile;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Tests.VectorSearch;

/// <summary>Against faiss 1.7.3; Oracles/make_vectors.py made the figures.</summary>
public sealed class VectorOracleTests
{
    private static readonly JsonElement s_oracle = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracles", "vectors.json"))).RootElement;

    private static int Size(string name) => s_oracle.GetProperty(name).GetInt32();

    private static Vectors Points(int count, int first)
    {
        static long Mix(ulong v)
        {
            v = unchecked((v ^ (v >> 30)) * 0xBF58476D1CE4E5B9);
            v = unchecked((v ^ (v >> 27)) * 0x94D049BB133111EB);
            return (long)((v ^ (v >> 31)) % 41);
        }

        var d = Size("d");
        var values = new float[count * d];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < d; j++)
                values[(i * d) + j] = Mix(((ulong)(first + i) % 23 * 1000003) + ((ulong)j * 7919)) + Mix(((ulong)(first + i) * 104729) + ((ulong)j * 1299709) + 1) - 40;
        return new Vectors(values, d);
    }

    [Theory, InlineData("l2", Metric.SquaredEuclidean), InlineData("product", Metric.InnerProduct), InlineData("cosine", Metric.Cosine)]
    public void Exact_distances_are_those_of_faiss(string name, Metric metric)
    {
        var (index, queries) = (new ExactSearch { Metric = metric }.Build(Points(Size("n"), 0), [], new FitContext(new Seed(1))), Points(Size("q"), 1_000_000));
        for (var q = 0; q < queries.Count; q++)
        {
            double[] expected = [.. s_oracle.GetProperty(name)[q].EnumerateArray().Select(v => v.GetDouble())];
            var found = index.Search(queries[q], Size("k"));
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(metric switch { Metric.InnerProduct => -expected[i], Metric.Cosine => 1 - expected[i], _ => expected[i] }, found[i].Distance, metric == Metric.Cosine ? 2e-5 : 0);
        }
    }

    [Fact]
    public void Recall_of_cells_and_codes_is_that_of_faiss() => NotBelow("ivfpq", new IvfPqSearch { Cells = 64, Width = 2, Rerank = 1, TrainingPerCell = 256 }, slack: 0.05);

    [Fact]
    public void Recall_of_the_graph_is_that_of_faiss() => NotBelow("hnsw", new HnswSearch { Links = 16, BuildEffort = 40 }, slack: 0.02);

    private static void NotBelow(string name, IVectorIndexRecipe recipe, double slack)
    {
        var (index, queries) = (recipe.Build(Points(Size("n"), 0), [], new FitContext(new Seed(1))), Points(Size("q"), 1_000_000));
        foreach (var theirs in s_oracle.GetProperty(name).EnumerateObject())
        {
            var hits = 0;
            for (var q = 0; q < queries.Count; q++)
            {
                var worst = s_oracle.GetProperty("l2")[q][Size("k") - 1].GetDouble();
                hits += index.Search(queries[q], Size("k"), new SearchOptions { Effort = int.Parse(theirs.Name, CultureInfo.InvariantCulture) }).Count(f => f.Distance <= worst + 1e-3);
            }

            var ours = hits / (double)(queries.Count * Size("k"));
            Assert.True(ours >= theirs.Value.GetDouble() - slack, $"{name} at {theirs.Name}: ours {ours}, faiss {theirs.Value.GetDouble()}");
        }
    }
}
