using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Text;

/// <summary>A vocabulary with a weight for each term. Immutable.</summary>
public sealed class TfidfModel : IFittedVectorizer
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "tfidf/1";

    private readonly TermRule _rule;
    private readonly bool _binary, _sublinear;
    private readonly VectorNorm _norm;
    private readonly string[] _terms;
    private readonly double[] _weights;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _columns;
    private readonly Func<int, double, double> _weigh;

    internal TfidfModel(TermRule rule, bool binary, bool sublinear, VectorNorm norm, string[] terms, double[] weights)
    {
        (_rule, _binary, _sublinear, _norm, _terms, _weights) = (rule, binary, sublinear, norm, terms, weights);
        var columns = new Dictionary<string, int>(terms.Length, StringComparer.Ordinal);
        for (var i = 0; i < terms.Length; i++)
            columns.Add(terms[i], i);
        _weigh = Weigh;
        _columns = columns.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Width => _terms.Length;

    /// <summary>The term of each column (d).</summary>
    public IReadOnlyList<string> Terms => _terms;

    /// <summary>The weight of each column (d): its idf, or 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The column of a term, or -1.</summary>
    public int ColumnOf(ReadOnlySpan<char> term) => _columns.TryGetValue(term, out var column) ? column : -1;

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<char> text, List<int> columns, List<float> values)
    {
        var row = RowBuilder.Rent(_rule);
        row.Terms.Read(text);
        for (var i = 0; i < row.Terms.Count; i++)
            if (_columns.TryGetValue(row.Terms[i], out var column))
                row.Add(column, 1);
        row.Finish(_weigh, _norm, columns, values);
    }

    /// <inheritdoc/>
    public SparseMatrix Transform(IReadOnlyList<string> texts, int threads = 1, CancellationToken cancellationToken = default) => RowBuilder.Matrix(this, texts, threads, cancellationToken);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _rule.Write(writer);
        writer.Bool(_binary);
        writer.Bool(_sublinear);
        writer.Int32((int)_norm);
        writer.Array<double>(_weights);
        foreach (var term in _terms)
            writer.Text(TermEscape.Write(term));
    }

    internal static TfidfModel Read(ModelReader reader)
    {
        var (rule, binary, sublinear, norm, weights) = (TermRule.Read(reader), reader.Bool(), reader.Bool(), (VectorNorm)reader.Int32(), reader.Array<double>());
        if (!Enum.IsDefined(norm) || weights.Length == 0 || weights.Any(w => !(w is >= 0 and < 1e30)))
            throw new ModelFormatException("A tf-idf model must have a known norm, and weights of 0 or more. The model was not written by Bellwether; train it again.");
        var (terms, distinct) = (new string[weights.Length], new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < terms.Length; i++)
            if (!distinct.Add(terms[i] = TermEscape.Read(reader.Text())))
                throw new ModelFormatException($"The terms of a tf-idf model must be distinct, but '{terms[i]}' comes twice. The model was not written by Bellwether; train it again.");
        return new TfidfModel(rule, binary, sublinear, norm, terms, weights);
    }


    private double Weigh(int column, double count) => (_binary ? 1 : _sublinear ? 1 + Math.Log(count) : count) * _weights[column];
}
