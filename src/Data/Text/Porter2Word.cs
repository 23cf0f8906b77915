namespace Bellwether.Data.Text;

/// <summary>A word while Porter2 works on it. A <c>y</c> that is a consonant is written <c>Y</c> meanwhile.</summary>
internal ref struct Porter2Word
{
    private readonly Span<char> _letters;

    /// <summary>Drops a leading apostrophe, marks the consonant y and finds the regions R1 and R2.</summary>
    public Porter2Word(Span<char> word)
    {
        _letters = word;
        Length = word.Length;
        if (word[0] == '\'')
        {
            word[1..].CopyTo(word);
            Length--;
        }

        for (var i = 0; i < Length; i++)
            if (word[i] == 'y' && (i == 0 || IsVowel(word[i - 1])))
                word[i] = 'Y';
        var text = Text;
        R1 = text.StartsWith("gener") || text.StartsWith("arsen") ? 5 : text.StartsWith("commun") ? 6 : AfterVowelAndConsonant(0);
        R2 = AfterVowelAndConsonant(R1);
    }

    /// <summary>How many letters are left.</summary>
    public int Length { get; set; }

    /// <summary>Where the region after the first consonant behind a vowel begins.</summary>
    public int R1 { get; }

    /// <summary>The same within R1.</summary>
    public int R2 { get; }

    /// <summary>What is left of the word.</summary>
    public readonly ReadOnlySpan<char> Text => _letters[..Length];

    /// <summary>Whether a letter is a vowel; <c>Y</c> is not.</summary>
    public static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    /// <summary>Whether the word ends so.</summary>
    public readonly bool Ends(ReadOnlySpan<char> suffix) => Text.EndsWith(suffix);

    /// <summary>Puts another ending, not longer, in the place of the last <paramref name="count"/> letters.</summary>
    public void Replace(int count, ReadOnlySpan<char> ending)
    {
        ending.CopyTo(_letters[(Length - count)..]);
        Length += ending.Length - count;
    }

    /// <summary>Whether a vowel stands before this place.</summary>
    public readonly bool HasVowelBefore(int end)
    {
        foreach (var c in _letters[..Math.Max(0, end)])
            if (IsVowel(c))
                return true;
        return false;
    }

    /// <summary>Whether the letters before this place end in a short syllable: consonant, vowel, consonant other than w, x, Y; or a vowel and a consonant are all.</summary>
    public readonly bool IsShortBefore(int end) => end == 2
        ? IsVowel(_letters[0]) && !IsVowel(_letters[1])
        : end > 2 && !IsVowel(_letters[end - 3]) && IsVowel(_letters[end - 2]) && !IsVowel(_letters[end - 1]) && _letters[end - 1] is not ('w' or 'x' or 'Y');

    /// <summary>Writes y again and returns the length.</summary>
    public readonly int Finish()
    {
        _letters[..Length].Replace('Y', 'y');
        return Length;
    }

    private readonly int AfterVowelAndConsonant(int from)
    {
        for (var i = from + 1; i < Length; i++)
            if (!IsVowel(_letters[i]) && IsVowel(_letters[i - 1]))
                return i + 1;
        return Length;
    }
}
