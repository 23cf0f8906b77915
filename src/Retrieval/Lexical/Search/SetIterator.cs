using System.Numerics;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Documents of a set of bits, all with one score.</summary>
internal sealed class SetIterator : DocumentIterator
{
    private readonly ulong[] _bits;
    private readonly double _score;
    private int _document;

    public SetIterator(ulong[] bits, double score)
    {
        (_bits, _score) = (bits, score);
        foreach (var word in bits)
            Cost += BitOperations.PopCount(word);
        _document = Find(0);
    }

    public override int Document => _document;

    public override long Cost { get; }

    public override int Advance(int target) => _document >= target ? _document : _document = Find(target);

    public override double Score() => _score;

    private int Find(int from)
    {
        var word = from >> 6;
        if (word >= _bits.Length)
            return End;
        var rest = _bits[word] & (ulong.MaxValue << (from & 63));
        while (rest == 0)
        {
            if (++word == _bits.Length)
                return End;
            rest = _bits[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(rest);
    }
}
