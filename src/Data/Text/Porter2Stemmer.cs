namespace Bellwether.Data.Text;

/// <summary>The English (Porter2) stemmer of Snowball: <c>connections</c>, <c>connected</c> and <c>connecting</c> become <c>connect</c>.</summary>
/// <remarks>M. F. Porter, "The English (Porter2) stemming algorithm", snowballstem.org, as xapian 1.4 and nltk 3.8 implement it. In place, O(n), allocates nothing. A stem is never
/// longer than its word. Words of one or two letters stay.</remarks>
public static class Porter2Stemmer
{
    /// <summary>Stems the word in place and returns the length of the stem.</summary>
    /// <param name="word">Lower-case letters, with straight apostrophes; letters outside a-z count as consonants. May be overwritten to its end.</param>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= 2)
            return word.Length;
        if (Porter2Exceptions.TryWhole(word, out var whole))
        {
            whole.CopyTo(word);
            return whole.Length;
        }

        var state = new Porter2Word(word);
        Porter2Steps.Run(ref state);
        return state.Finish();
    }

    /// <summary>The stem of a word, which must be lower-case.</summary>
    public static string Stem(string word)
    {
        Span<char> buffer = word.Length <= 256 ? stackalloc char[word.Length] : new char[word.Length];
        word.CopyTo(buffer);
        return new string(buffer[..Stem(buffer)]);
    }
}
