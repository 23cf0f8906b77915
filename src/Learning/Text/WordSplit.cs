namespace Bellwether.Learning.Text;

/// <summary>Where words end. The numbers are stored: new ones go at the end.</summary>
public enum WordSplit
{
    /// <summary>The word boundaries of Unicode (<see cref="Data.Text.WordTokenizer"/>): suits every language that writes spaces, and divides Chinese and Japanese into characters.</summary>
    Unicode,

    /// <summary>White space alone: for texts that somebody has divided already, as fastText expects them.</summary>
    Whitespace,

    /// <summary>Runs of two or more letters, digits and underscores: the pattern <c>\b\w\w+\b</c> of scikit-learn.</summary>
    Alphanumeric,

    /// <summary>As <see cref="Alphanumeric"/>, but a single letter or digit is a word too, and so is every punctuation mark and symbol: <c>"50% off!"</c> gives 50, %, off, !.</summary>
    Symbols,
}
