namespace Bellwether.Learning.Text;

/// <summary>What a term is made of. The numbers are stored: new ones go at the end.</summary>
public enum TermUnit
{
    /// <summary>Runs of words.</summary>
    Word,

    /// <summary>Runs of characters of the whole text; stretches of white space count as one space.</summary>
    Character,

    /// <summary>Runs of characters of each stretch between white space, a space on both sides (<c>char_wb</c> of scikit-learn).</summary>
    CharacterWithinWords,
}
