namespace Bellwether.Data.Text;

/// <summary>How a character behaves at a word boundary (the Word_Break property of UAX #29, reduced to what the tokenizer needs).</summary>
internal enum CharacterClass : byte
{
    Other,
    Letter,
    Digit,
    Katakana,
    Connector,
    Ideograph,
    Emoji,
    Regional,
    Extend,
    MidLetter,
    MidNumber,
    MidBoth,
    Surrogate,
}
