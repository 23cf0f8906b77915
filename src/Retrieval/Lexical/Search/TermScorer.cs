using System.Runtime.CompilerServices;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Scores the postings of one term by BM25F; see <see cref="LexicalOptions"/> for the formula.</summary>
internal sealed unsafe class TermScorer
{
    private readonly double _k1;
    private readonly double[] _weights, _base, _slope;
    private readonly int _first, _end;
    private double _magic;

    /// <param name="options">Fields and k1.</param>
    /// <param name="statistics">Average lengths.</param>
    /// <param name="field">The only field that counts, or -1 for all.</param>
    /// <param name="weight">The idf times all boosts.</param>
    public TermScorer(LexicalOptions options, CollectionStatistics statistics, int field, double weight)
    {
        (_k1, Weight) = (options.K1, weight);
        (_first, _end) = field < 0 ? (0, options.Fields.Count) : (field, field + 1);
        IsSingle = _end - _first == 1;
        _weights = [.. options.Fields.Select(f => f.Weight)];
        _base = [.. options.Fields.Select(f => 1 - f.LengthNormalization)];
        _slope = [.. options.Fields.Select((f, i) => f.LengthNormalization / statistics.AverageLengths[i])];
    }

    /// <summary>No posting scores more.</summary>
    public double Weight { get; }

    /// <summary>Whether one field counts: then a posting scores <c>Weight · x / (x + Base + Slope · length)</c> with x = FieldWeight · frequency.</summary>
    public bool IsSingle { get; }

    public int FirstField => _first;

    public int EndField => _end;

    public double FieldWeight => _weights[_first];

    public double Base => _k1 * _base[_first];

    public double Slope => _k1 * _slope[_first];

    public double Magic => _magic;

    public void Use(ScoreGrid grid) => _magic = grid.Magic;

    /// <summary>The score of the posting the cursor stands on.</summary>
    public double Score(Segment segment, PostingsCursor cursor)
    {
        if (IsSingle)
            return Round(Single(cursor.Frequency(_first), segment.Lengths(_first)[cursor.Document]));
        var sum = 0.0;
        for (var f = _first; f < _end; f++)
            if (cursor.Frequency(f) is > 0 and var frequency)
                sum += Field(f, frequency, segment.Lengths(f)[cursor.Document]);
        return Round(Saturate(sum));
    }

    /// <summary>The score of a document with these frequencies (one per field, 0 allowed).</summary>
    public double Score(Segment segment, int document, ReadOnlySpan<int> frequencies)
    {
        if (IsSingle)
            return Round(Single((uint)frequencies[_first], segment.Lengths(_first)[document]));
        var sum = 0.0;
        for (var f = _first; f < _end; f++)
            if (frequencies[f] > 0)
                sum += Field(f, (uint)frequencies[f], segment.Lengths(f)[document]);
        return Round(Saturate(sum));
    }

    /// <summary>What no posting with these impacts exceeds.</summary>
    public double Bound(byte* impacts)
    {
        var total = 0.0;
        for (var f = _first; f < _end; f++)
        {
            var pairs = (ushort*)(impacts + (f * SegmentFormat.Impacts * 4));
            var best = 0.0;
            for (var i = 0; i < SegmentFormat.Impacts * 2; i += 2)
            {
                if (pairs[i] == 0)
                    break;
                double frequency = pairs[i] == ushort.MaxValue ? uint.MaxValue : pairs[i];
                best = Math.Max(best, IsSingle ? Single(frequency, pairs[i + 1]) : Field(f, frequency, pairs[i + 1]));
            }

            total += best;
        }

        // A hair above, for rounding.
        return (IsSingle ? total : Saturate(total)) * (1 + 1e-9);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Single(double frequency, double length)
    {
        var x = _weights[_first] * frequency;
        return Weight * x / (x + (_k1 * _base[_first]) + (_k1 * _slope[_first] * length));
    }

    private double Field(int field, double frequency, double length) => _weights[field] * frequency / Math.Max(_base[field] + (_slope[field] * length), 1e-12);

    private double Saturate(double sum) => Weight * sum / (_k1 + sum);

    private double Round(double value) => (value + _magic) - _magic;
}
