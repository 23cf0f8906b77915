using Bellwether.Data.Formats;
using Bellwether.Retrieval.Hnsw;
using Bellwether.Retrieval.InvertedFile;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Index files, which <see cref="IVectorIndex.Save"/> writes.</summary>
public static class VectorIndexFile
{
    /// <summary>Maps a file and searches it in place: pages are read when a search first touches them, and several processes share them. The first change copies all of it into memory.</summary>
    /// <remarks>The header is checked, with its checksum, and the lengths of all sections; the sections themselves only when <paramref name="verify"/> asks for it, which reads the whole file. A file that
    /// is damaged where nobody looked gives wrong answers, never an access outside it. The file must not be changed or cut while it is open: replace it by moving another over it, as
    /// <see cref="IVectorIndex.Save"/> does. It stays mapped until the index is collected.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="verify">Whether to compare all checksums.</param>
    /// <exception cref="ModelFormatException">The file is no index, of a version or format not known here, damaged, or cut short.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IVectorIndex Open(string path, bool verify = false)
    {
        var image = IndexFile.Open(path, verify);
        return image.Format switch
        {
            HnswIndex.FormatName => HnswFormat.Open(image),
            IvfPqIndex.FormatName => IvfPqFormat.Open(image),
            ExactIndex.FormatName => ExactIndex.Open(image),
            _ => throw new ModelFormatException($"The index file '{path}' has format '{image.Format}', which this version does not know. Use the version of Bellwether that wrote it, or a newer one."),
        };
    }
}
