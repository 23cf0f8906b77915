using System.Runtime.CompilerServices;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Engine;

/// <summary>Hashes of the texts seen last: one event names the same card, as the same object, in many keys and values.</summary>
internal sealed class TextHashes
{
    private const int Kept = 8;
    private readonly string?[] _texts = new string?[Kept];
    private readonly ulong[] _hashes = new ulong[Kept];
    private int _turn;

    /// <summary>The stable hash of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(string text)
    {
        for (var i = 0; i < Kept; i++)
            if (ReferenceEquals(_texts[i], text))
                return _hashes[i];
        return Remember(text);
    }

    private ulong Remember(string text)
    {
        _turn = (_turn + 1) % Kept;
        _texts[_turn] = text;
        return _hashes[_turn] = StableHash.Of(text);
    }
}
