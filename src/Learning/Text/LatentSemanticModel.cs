using System.Numerics.Tensors;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Text;

/// <summary>What <see cref="LatentSemantics"/> learned. Immutable.</summary>
public sealed class LatentSemanticModel : IArtifact
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "latent-semantics/1";

    private readonly IFittedVectorizer _vectorizer;
    private readonly bool _normalize;
    private readonly double[] _values;
    private readonly float[] _terms;

    internal LatentSemanticModel(IFittedVectorizer vectorizer, int dimension, bool normalize, double[] values, float[] terms) =>
        (_vectorizer, Dimension, _normalize, _values, _terms) = (vectorizer, dimension, normalize, values, terms);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>k, the length of a text's vector.</summary>
    public int Dimension { get; }

    /// <summary>The singular values (k), falling.</summary>
    public ReadOnlySpan<double> SingularValues => _values;

    /// <summary>What turns texts into rows.</summary>
    public IFittedVectorizer Vectorizer => _vectorizer;

    /// <summary>The direction (k) of a term's column.</summary>
    public ReadOnlySpan<float> Term(int column) => _terms.AsSpan(column * Dimension, Dimension);

    /// <summary>Writes the vector (k) of a text: its row times the right singular vectors, of length 1 where asked; zeros where no term is known. Always finite.</summary>
    public void Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        Require.SameLength(Dimension, vector.Length);
        var (columns, values) = (new List<int>(), new List<float>());
        _vectorizer.Transform(text, columns, values);
        vector.Clear();
        for (var i = 0; i < columns.Count; i++)
            TensorPrimitives.MultiplyAdd(Term(columns[i]), values[i], vector, vector);
        var norm = TensorPrimitives.Norm<float>(vector);
        if (_normalize && norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Artifact(_vectorizer);
        writer.Int32(Dimension);
        writer.Bool(_normalize);
        writer.Array<double>(_values);
        writer.Array<float>(_terms);
    }

    internal static LatentSemanticModel Read(ModelReader reader)
    {
        var (vectorizer, dimension, normalize) = (reader.Artifact<IFittedVectorizer>(), reader.Int32(), reader.Bool());
        var (values, terms) = (reader.Array<double>(), reader.Array<float>());
        return dimension is >= 1 and <= 4_096 && values.Length == dimension && terms.Length == (long)vectorizer.Width * dimension && Array.TrueForAll(terms, t => Math.Abs(t) <= 2)
            ? new LatentSemanticModel(vectorizer, dimension, normalize, values, terms)
            : throw new ModelFormatException("Latent semantics must have one direction of its dimension per term. The model was not written by Bellwether; train it again.");
    }
}
