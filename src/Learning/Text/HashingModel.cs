using System.Text;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Text;

/// <summary>A <see cref="HashingVectorizer"/> ready for use. Immutable.</summary>
public sealed class HashingModel : IFittedVectorizer
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "hashing/1";

    private readonly TermRule _rule;
    private readonly bool _alternate, _binary;
    private readonly VectorNorm _norm;

    internal HashingModel(TermRule rule, int width, bool alternate, bool binary, VectorNorm norm) =>
        (_rule, Width, _alternate, _binary, _norm) = (rule, width, alternate, binary, norm);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<char> text, List<int> columns, List<float> values)
    {
        var row = RowBuilder.Rent(_rule);
        row.Terms.Read(text);
        Span<byte> small = stackalloc byte[512];
        for (var i = 0; i < row.Terms.Count; i++)
        {
            var term = row.Terms[i];
            var bytes = term.Length * 3 <= small.Length ? small : new byte[term.Length * 3];
            var hash = (int)Murmur3.Of(bytes[..Encoding.UTF8.GetBytes(term, bytes)]);
            var column = (int)(Math.Abs((long)hash) % Width);
            row.Add(column, _alternate && hash < 0 ? -1 : 1);
        }

        row.Finish(_binary ? s_once : null, _norm, columns, values);
    }

    /// <inheritdoc/>
    public SparseMatrix Transform(IReadOnlyList<string> texts, int threads = 1, CancellationToken cancellationToken = default) => RowBuilder.Matrix(this, texts, threads, cancellationToken);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _rule.Write(writer);
        writer.Int32(Width);
        writer.Bool(_alternate);
        writer.Bool(_binary);
        writer.Int32((int)_norm);
    }

    internal static HashingModel Read(ModelReader reader)
    {
        var (rule, width, alternate, binary, norm) = (TermRule.Read(reader), reader.Int32(), reader.Bool(), reader.Bool(), (VectorNorm)reader.Int32());
        return width is >= 1 and <= 1 << 30 && Enum.IsDefined(norm)
            ? new HashingModel(rule, width, alternate, binary, norm)
            : throw new ModelFormatException($"Hashed terms must have a width from 1 to 2^30 and a known norm, but have width {width}. The model was not written by Bellwether; train it again.");
    }

    private static readonly Func<int, double, double> s_once = (_, count) => count == 0 ? 0 : 1;
}
