using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Hnsw;
using Bellwether.Retrieval.InvertedFile;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Tests.Laws;

/// <summary>Examples of every recipe of the library, by name; a recipe without one is made with its default arguments.</summary>
internal static class VectorIndexes
{
    private static readonly Dictionary<string, IVectorIndexRecipe> s_chosen = new(StringComparer.Ordinal)
    {
        ["exact"] = new ExactSearch(),
        ["exact-product"] = new ExactSearch { Metric = Metric.InnerProduct },
        ["exact-cosine"] = new ExactSearch { Metric = Metric.Cosine },
        ["hnsw"] = new HnswSearch { Links = 8, BuildEffort = 60 },
        ["hnsw-product"] = new HnswSearch { Links = 12, BuildEffort = 60, Metric = Metric.InnerProduct },
        ["hnsw-cosine"] = new HnswSearch { Links = 8, BuildEffort = 60, Metric = Metric.Cosine },
        ["hnsw-floats"] = new HnswSearch { Links = 8, BuildEffort = 60, Compression = Compression.None },
        ["hnsw-bits"] = new HnswSearch { Links = 8, BuildEffort = 60, Compression = Compression.Bits, Rerank = 10 },
        ["hnsw-bits-product"] = new HnswSearch { Links = 12, BuildEffort = 60, Compression = Compression.Bits, Rerank = 10, Metric = Metric.InnerProduct },
        ["ivf-pq"] = new IvfPqSearch { SearchEffort = 12 },
        ["ivf-pq-product"] = new IvfPqSearch { SearchEffort = 12, Width = 3, Metric = Metric.InnerProduct },
        ["ivf-pq-cosine"] = new IvfPqSearch { SearchEffort = 12, Metric = Metric.Cosine },
        ["hnsw-floats-cosine"] = new HnswSearch { Links = 8, BuildEffort = 60, Compression = Compression.None, Metric = Metric.Cosine },
    };

    public static IEnumerable<string> Names => s_chosen.Keys.Concat(Types.Where(t => s_chosen.Values.All(c => c.GetType() != t) && t.GetConstructor([]) is not null).Select(t => t.FullName!));

    public static IEnumerable<Type> Types => typeof(RetrievalFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IVectorIndexRecipe)) && !t.IsAbstract);

    public static IVectorIndexRecipe Named(string name) =>
        s_chosen.TryGetValue(name, out var recipe) ? recipe : (IVectorIndexRecipe)Activator.CreateInstance(Types.Single(t => t.FullName == name))!;

    public static FitContext Context(int threads = 1, CancellationToken cancellation = default) => new(new Seed(11)) { Threads = threads, CancellationToken = cancellation };

    public static IVectorIndex Built(string name, int count = 600, int dimension = 20) => Named(name).Build(Points(count, dimension), [], Context());

    /// <summary>Points in soft clusters, none of them zero; point i depends on i alone.</summary>
    public static Vectors Points(int count, int dimension, int first = 0)
    {
        var values = new float[count * dimension];
        for (var i = 0; i < count; i++)
            Point(first + i, dimension).CopyTo(values.AsSpan(i * dimension));
        return new Vectors(values, dimension);
    }

    public static float[] Point(long id, int dimension)
    {
        var (center, stream) = (new Seed(1).Derive(id % 17).Stream(), new Seed(2).Derive(id).Stream());
        return [.. Enumerable.Range(0, dimension).Select(_ => (float)((2 * center.NextGaussian()) + stream.NextGaussian()))];
    }

    /// <summary>The distance by its definition.</summary>
    public static double Distance(Metric metric, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double dot = 0, xx = 0, yy = 0, squared = 0;
        for (var i = 0; i < x.Length; i++)
        {
            dot += (double)x[i] * y[i];
            xx += (double)x[i] * x[i];
            yy += (double)y[i] * y[i];
            squared += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        }

        return metric switch { Metric.SquaredEuclidean => squared, Metric.InnerProduct => -dot, _ => 1 - (dot / Math.Sqrt(xx * yy)) };
    }
}
