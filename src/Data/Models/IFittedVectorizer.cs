using Bellwether.Data.Formats;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Data.Models;

/// <summary>Turns texts into sparse rows of a fixed width: immutable, safe to share between threads.</summary>
public interface IFittedVectorizer : IArtifact
{
    /// <summary>d, the width of the rows.</summary>
    int Width { get; }

    /// <summary>The row of one text: its columns, rising strictly, and their values, in lists that are emptied first and may be used again. Any text; always finite.</summary>
    void Transform(ReadOnlySpan<char> text, List<int> columns, List<float> values);

    /// <summary>The rows (n, d) of texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked once per block of texts.</param>
    SparseMatrix Transform(IReadOnlyList<string> texts, int threads = 1, CancellationToken cancellationToken = default);
}
