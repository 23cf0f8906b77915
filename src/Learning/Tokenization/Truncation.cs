using Bellwether.Numerics;

namespace Bellwether.Learning.Tokenization;

/// <summary>Cuts a text to a length.</summary>
public sealed record Truncation
{
    /// <summary>The most tokens, special ones included.</summary>
    public int MaxLength { get; init => field = Require.Positive(value); } = 512;

    /// <summary>By how many tokens a stretch of what is left over repeats the one before.</summary>
    public int Stride { get; init => field = Require.NotNegative(value); }

    /// <summary>Whether the beginning is cut, not the end.</summary>
    public bool FromLeft { get; init; }

    /// <summary>Which text of a pair is cut.</summary>
    public TruncationStrategy Strategy { get; init; }

    internal static Truncation? Read(Json json) => json.IsNull ? null : new Truncation
    {
        MaxLength = json["max_length"].Number(1, int.MaxValue),
        Stride = json["stride"].Number(0, int.MaxValue, 0),
        FromLeft = (json["direction"].TextOrNull() ?? "Right") switch { "Left" => true, "Right" => false, _ => throw json["direction"].Wrong("Left or Right") },
        Strategy = (json["strategy"].TextOrNull() ?? "LongestFirst") switch
        {
            "LongestFirst" => TruncationStrategy.LongestFirst,
            "OnlyFirst" => TruncationStrategy.OnlyFirst,
            "OnlySecond" => TruncationStrategy.OnlySecond,
            _ => throw json["strategy"].Wrong("LongestFirst, OnlyFirst or OnlySecond"),
        },
    };

    /// <summary>The lengths to which a pair is cut so that <paramref name="room"/> tokens hold it.</summary>
    internal (int First, int Second) Lengths(int first, int second, int room)
    {
        room = Math.Max(0, room);
        if (first + second <= room)
            return (first, second);
        switch (Strategy)
        {
            case TruncationStrategy.OnlyFirst:
                return (Math.Max(0, room - second), second);
            case TruncationStrategy.OnlySecond:
                return (first, Math.Max(0, room - first));
            default:
                var (small, large) = (Math.Min(first, second), Math.Max(first, second));
                var (toSmall, toLarge) = small > room / 2 ? (room / 2, room - (room / 2)) : (small, room - small);
                return first <= second ? (toSmall, Math.Min(large, toLarge)) : (Math.Min(large, toLarge), toSmall);
        }
    }

    /// <summary>The part that stays, with the rest in stretches.</summary>
    internal TokenEncoding Cut(TokenEncoding tokens, int length)
    {
        if (tokens.Count <= length)
            return tokens;
        if (length == 0)
            return tokens.Slice(0, 0);
        var (step, overflow) = (Math.Max(1, length - Stride), new List<TokenEncoding>());
        for (var at = step; at - step + length < tokens.Count; at += step)
        {
            var start = FromLeft ? Math.Max(0, tokens.Count - at - length) : at;
            overflow.Add(tokens.Slice(start, Math.Min(length, FromLeft ? tokens.Count - at - start : tokens.Count - start)));
        }

        var kept = tokens.Slice(FromLeft ? tokens.Count - length : 0, length);
        return new TokenEncoding([.. kept.Ids], [.. kept.Starts], [.. kept.Ends], [.. kept.TypeIds], [.. kept.Special]) { Overflow = overflow };
    }
}
