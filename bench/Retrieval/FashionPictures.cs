using System.IO.Compression;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Bench.Retrieval;

/// <summary>Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017) as vectors of 784 grey values, 60 000 to search in and 10 000 queries; read from <c>../shared/data</c>.</summary>
public static class FashionPictures
{
    public static (Vectors Base, Vectors Queries) Load() => (Read("train-images-idx3-ubyte.gz"), Read("t10k-images-idx3-ubyte.gz"));

    private static Vectors Read(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Root(), "fashion-mnist", name)), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        file.CopyTo(bytes);
        var pixels = bytes.GetBuffer().AsSpan(16, (int)bytes.Length - 16);
        var values = new float[pixels.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = pixels[i];
        return new Vectors(values, 784);
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Bellwether.slnx")))
                return Path.GetFullPath(Path.Combine(at.FullName, "../shared/data"));
        throw new DirectoryNotFoundException("The bench must run from inside the repository, whose root holds Bellwether.slnx.");
    }
}
