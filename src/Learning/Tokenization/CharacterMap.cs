using System.Buffers.Binary;
using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>sentencepiece's <c>precompiled_charsmap</c>: a double-array trie over UTF-8 whose leaves are places in a list of texts that end with a zero byte.</summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _texts;

    private CharacterMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    public static CharacterMap Read(Json json)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(json.TextOrNull() ?? "");
        }
        catch (FormatException)
        {
            throw json.Wrong("base64");
        }

        if (bytes.Length == 0)
            return new CharacterMap([], []);
        var size = bytes.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (size % 4 != 0 || size > bytes.Length - 4)
            throw json.Wrong("a trie whose size fits");
        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 + (i * 4)));
        return new CharacterMap(units, bytes[(4 + (int)size)..]);
    }

    /// <summary>What the shortest mapped beginning of a text becomes; false where none is mapped.</summary>
    public bool TryMap(ReadOnlySpan<char> text, out string mapped)
    {
        mapped = "";
        Span<byte> buffer = stackalloc byte[64];
        if (_units.Length == 0 || text.Length > 16)
            return false;
        var node = Offset(_units[0]);
        foreach (var b in buffer[..Encoding.UTF8.GetBytes(text, buffer)])
        {
            node ^= b;
            if (b == 0 || node >= _units.Length || (_units[node] & 0x800000FF) != b)
                return false;
            var unit = _units[node];
            node ^= Offset(unit);
            if (((unit >> 8) & 1) == 0)
                continue;
            if (node >= _units.Length)
                return false;
            var place = (int)(_units[node] & 0x7FFFFFFF);
            if (place >= _texts.Length)
                return false;
            var end = _texts.AsSpan(place).IndexOf((byte)0);
            mapped = Encoding.UTF8.GetString(end < 0 ? _texts.AsSpan(place) : _texts.AsSpan(place, end));
            return true;
        }

        return false;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);
}
