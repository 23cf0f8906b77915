namespace Bellwether.Data.Text;

/// <summary>What a word of a text is.</summary>
public enum WordKind : byte
{
    /// <summary>Letters, perhaps with digits, e.g. <c>don't</c>, <c>B2B</c>.</summary>
    Word,

    /// <summary>Digits alone, with separators between them, e.g. <c>1,024.5</c>.</summary>
    Number,

    /// <summary>One Han character or Hiragana letter.</summary>
    Ideograph,

    /// <summary>One emoji as it is drawn: with skin tone, joined parts, or the two letters of a flag.</summary>
    Emoji,
}
