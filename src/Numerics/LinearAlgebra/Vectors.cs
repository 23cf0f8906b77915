namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>A matrix (n, d) of single-precision numbers, row after row, over memory that someone else owns: embeddings, points, pictures.</summary>
/// <remarks>A value that is cheap to pass; safe to share between threads while nobody changes the memory.</remarks>
public readonly struct Vectors
{
    private readonly ReadOnlyMemory<float> _values;

    /// <summary>Sees <paramref name="values"/> (n·d) as n rows.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of <paramref name="dimension"/>, or that is below 1.</exception>
    public Vectors(ReadOnlyMemory<float> values, int dimension)
    {
        Dimension = Require.Positive(dimension);
        if (values.Length % dimension != 0)
            throw new ArgumentException($"The length must be a multiple of the dimension {dimension}, but is {values.Length}.", nameof(values));
        (_values, Count) = (values, values.Length / dimension);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>All numbers (n·d).</summary>
    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>All numbers (n·d), to keep.</summary>
    public ReadOnlyMemory<float> Memory => _values;

    /// <summary>Row <paramref name="row"/> (d).</summary>
    public ReadOnlySpan<float> this[int row] => _values.Span.Slice(row * Dimension, Dimension);

    /// <summary>Rows <paramref name="first"/> up to <paramref name="first"/> + <paramref name="count"/>.</summary>
    public Vectors Slice(int first, int count) => new(_values.Slice(first * Dimension, count * Dimension), Dimension);
}
