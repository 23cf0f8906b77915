using Bellwether.Numerics;

namespace Bellwether.Learning.Tokenization;

/// <summary>Fills texts up to the same length.</summary>
public sealed record TokenPadding
{
    /// <summary>The length; 0 for that of the longest text of a batch.</summary>
    public int Length { get; init => field = Require.NotNegative(value); }

    /// <summary>The length is rounded up to a multiple of this.</summary>
    public int MultipleOf { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The number of the padding token.</summary>
    public int Id { get; init => field = Require.NotNegative(value); }

    /// <summary>The type of padding.</summary>
    public int TypeId { get; init => field = Require.NotNegative(value); }

    /// <summary>Whether padding stands before the text.</summary>
    public bool Left { get; init; }

    internal static TokenPadding? Read(Json json) => json.IsNull ? null : new TokenPadding
    {
        Length = json["strategy"].IsObject ? json["strategy"]["Fixed"].Number(0, 1 << 24)
            : (json["strategy"].TextOrNull() ?? "BatchLongest") == "BatchLongest" ? 0 : throw json["strategy"].Wrong("BatchLongest or {\"Fixed\": length}"),
        MultipleOf = json["pad_to_multiple_of"].Number(1, 1 << 20, 1),
        Id = json["pad_id"].Number(0, 1 << 28, 0),
        TypeId = json["pad_type_id"].Number(0, 1 << 20, 0),
        Left = (json["direction"].TextOrNull() ?? "Right") switch { "Left" => true, "Right" => false, _ => throw json["direction"].Wrong("Left or Right") },
    };

    internal TokenEncoding Fill(TokenEncoding tokens, int longest)
    {
        var length = Length > 0 ? Length : longest;
        length = (length + MultipleOf - 1) / MultipleOf * MultipleOf;
        var missing = length - tokens.Count;
        if (missing <= 0)
            return tokens;
        var list = new TokenList();
        for (var i = 0; Left && i < missing; i++)
            list.Add(Id, 0, 0, TypeId, special: true);
        for (var i = 0; i < tokens.Count; i++)
            list.Add(tokens.Ids[i], tokens.Starts[i], tokens.Ends[i], tokens.TypeIds[i], tokens.Special[i]);
        for (var i = 0; !Left && i < missing; i++)
            list.Add(Id, 0, 0, TypeId, special: true);
        var padded = list.ToEncoding();
        return new TokenEncoding([.. padded.Ids], [.. padded.Starts], [.. padded.Ends], [.. padded.TypeIds], [.. padded.Special])
        {
            Padding = missing,
            PaddedLeft = Left,
            Overflow = tokens.Overflow,
        };
    }
}
